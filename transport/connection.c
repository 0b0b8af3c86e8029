/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transport/connection.h"

#include "base/log.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* All of them in one file (ca-certificates): 10 ms and 4 MiB a connection. */
#define SYSTEM_AUTHORITIES "/etc/ssl/certs/ca-certificates.crt"

enum { CONNECT_SECONDS = 60 };

struct connection {
    CURL *easy;   /* own */
    CURLM *multi; /* foreign */
    const struct mail_server *server;
    enum protocol protocol;
    enum connection_state state;
    int fd;
    bool authenticated; /* SMTP: 235 was seen */
    char last_line[300];
    char curl_error[CURL_ERROR_SIZE];
    enum transport_result result;
    struct err why;
};

int64_t server_clock(const struct mail_server *server)
{
    if (server->clock)
        return server->clock(server->clock_context);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1000 * (int64_t)now.tv_sec + now.tv_nsec / 1000000;
}

/* ------------------------------------------------------------------ checking */

static bool made_of(const char *s, const char *more)
{
    for (; *s; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ||
              strchr(more, *s)))
            return false;
    return true;
}

static bool printable(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 0x7f)
            return false;
    return true;
}

/* Names that can't lead off this machine: libcurl answers "localhost" itself. */
static bool is_loopback(const char *host)
{
    struct in_addr v4;
    return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
           (inet_pton(AF_INET, host, &v4) == 1 && (ntohl(v4.s_addr) >> 24) == 127);
}

int connection_check(const struct mail_server *server, struct err *why)
{
    if (!server->host || !*server->host || !made_of(server->host, ".:-_"))
        return err_set(why, "\"%.100s\" is not the name of a mail server",
                       server->host ? server->host : "");
    if (server->port < 1 || server->port > 65535)
        return err_set(why, "%s: %d is not a port", server->host, server->port);
    if (server->tls == TLS_NONE && !is_loopback(server->host))
        return err_set(why,
                       "%s: mail goes to another machine only with TLS: say tls: required "
                       "(STARTTLS) or tls: implicit",
                       server->host);
    if (!server->user != !server->password)
        return err_set(why, "%s: a user needs a password, and a password a user", server->host);
    if (server->user && (!printable(server->user) || !printable(server->password)))
        return err_set(why, "%s: the user or the password has a line end or a control character",
                       server->host);
    if (server->helo && !made_of(server->helo, ".:-_[]"))
        return err_set(why, "\"%.100s\" is not a name to say EHLO with", server->helo);
    return 0;
}

/* ---------------------------------------------------------------- connecting */

/* Every line that the server says while libcurl speaks to it. */
static size_t on_line(char *line, size_t size, size_t count, void *context)
{
    struct connection *c = context;
    size_t n = 0;
    for (size_t i = 0; i < count && n + 1 < sizeof c->last_line; i++)
        if (line[i] >= ' ' && line[i] < 0x7f)
            c->last_line[n++] = line[i];
    c->last_line[n] = '\0';
    if (c->protocol == PROTOCOL_SMTP && strncmp(c->last_line, "235", 3) == 0)
        c->authenticated = true;
    return size * count;
}

static void set_option_failed(CURLcode code)
{
    if (code != CURLE_OK)
        die("this libcurl cannot be used: %s", curl_easy_strerror(code));
}

#define set(option, value) set_option_failed(curl_easy_setopt(easy, option, value))

static void set_url(CURL *easy, enum protocol protocol, const struct mail_server *server)
{
    char url[600];
    const char *scheme = protocol == PROTOCOL_IMAP ? "imap" : "smtp";
    bool v6 = strchr(server->host, ':');
    snprintf(url, sizeof url, "%s%s://%s%.253s%s:%d/%.253s", scheme,
             server->tls == TLS_IMPLICIT ? "s" : "", v6 ? "[" : "", server->host, v6 ? "]" : "",
             server->port, protocol == PROTOCOL_SMTP && server->helo ? server->helo : "");
    set(CURLOPT_URL, url);
    set(CURLOPT_PROTOCOLS_STR, "imap,imaps,smtp,smtps");
    set(CURLOPT_PROXY, ""); /* not even one from the environment */
}

static void set_tls(CURL *easy, const struct mail_server *server)
{
    set(CURLOPT_USE_SSL, (long)(server->tls == TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    const char *authorities = server->ca_file;
    if (!authorities && access(SYSTEM_AUTHORITIES, R_OK) == 0)
        authorities = SYSTEM_AUTHORITIES;
    if (authorities) {
        set(CURLOPT_CAINFO, authorities);
        /* else the folder /etc/ssl/certs is read as well, where each authority
         * lies several times: 35 ms and 8 MiB a connection */
        set(CURLOPT_CAPATH, NULL);
    }
}

static void set_login(CURL *easy, enum protocol protocol, const struct mail_server *server)
{
    if (!server->user)
        return;
    set(CURLOPT_USERNAME, server->user);
    set(CURLOPT_PASSWORD, server->password);
    /* TLS protects the password; left to itself libcurl would rather take
     * CRAM-MD5, which servers that keep hashes offer in vain. IMAP has LOGIN
     * besides, which naming mechanisms would exclude. */
    if (protocol == PROTOCOL_SMTP)
        set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
}

struct connection *connection_start(CURLM *multi, enum protocol protocol,
                                    const struct mail_server *server)
{
    struct connection *c = checked(calloc(1, sizeof *c));
    CURL *easy = checked(curl_easy_init());
    *c = (struct connection){
        .easy = easy, .multi = multi, .server = server, .protocol = protocol, .fd = -1};
    set_url(easy, protocol, server);
    set_tls(easy, server);
    set_login(easy, protocol, server);
    set(CURLOPT_CONNECT_ONLY, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_TIMEOUT, (long)CONNECT_SECONDS);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)CONNECT_SECONDS);
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_HEADERFUNCTION, on_line);
    set(CURLOPT_HEADERDATA, c);
    set(CURLOPT_ERRORBUFFER, c->curl_error);
    set(CURLOPT_PRIVATE, c);
    CURLMcode added = curl_multi_add_handle(multi, easy);
    if (added != CURLM_OK)
        die("libcurl takes no connection: %s", curl_multi_strerror(added));
    return c;
}

/* ------------------------------------------------------------------- failing */

static enum transport_result fail(struct connection *c, enum transport_result result,
                                  const char *what, const char *detail)
{
    c->state = CONNECTION_FAILED;
    c->result = result;
    err_set(&c->why, "%s:%d: %s%s%s", c->server->host, c->server->port, what, *detail ? ": " : "",
            detail);
    return result;
}

/* A server that is busy refuses logins as well (RFC 5530, RFC 4954). */
static bool refused_for_now(const struct connection *c)
{
    static const char *const codes[] = {"[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"};
    if (c->protocol == PROTOCOL_SMTP)
        return c->last_line[0] == '4';
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strstr(c->last_line, codes[i]))
            return true;
    return false;
}

static void fail_login(struct connection *c)
{
    char what[300];
    if (refused_for_now(c)) {
        fail(c, TRANSPORT_TEMPORARY, "logging in is not possible just now", c->last_line);
        return;
    }
    snprintf(what, sizeof what,
             "the password for %.150s was refused: put the right one in place (the server said)",
             c->server->user ? c->server->user : "nobody");
    fail(c, TRANSPORT_CONFIG, what, c->last_line);
}

static void fail_certificate(struct connection *c)
{
    const char *what = "the certificate cannot be trusted (unknown authority, or out of date): "
                       "check the server, or give its authority as ca_file";
    if (strstr(c->curl_error, "does not match"))
        what = "the certificate is for another host: check the host name";
    fail(c, TRANSPORT_CONFIG, what, c->curl_error);
}

static void fail_connecting(struct connection *c, CURLcode code)
{
    const char *detail = c->curl_error[0] ? c->curl_error : curl_easy_strerror(code);
    switch (code) {
    case CURLE_OUT_OF_MEMORY:
        die("out of memory for a connection");
    case CURLE_PEER_FAILED_VERIFICATION:
        fail_certificate(c);
        return;
    case CURLE_LOGIN_DENIED:
        fail_login(c);
        return;
    case CURLE_USE_SSL_FAILED:
        fail(c, TRANSPORT_CONFIG,
             "the server offers no STARTTLS, or someone between takes it away: nothing was sent; "
             "is it tls: implicit, and another port?",
             "");
        return;
    case CURLE_SSL_CACERT_BADFILE:
        fail(c, TRANSPORT_CONFIG, "the ca_file cannot be read as certificates in PEM form",
             c->server->ca_file ? c->server->ca_file : detail);
        return;
    case CURLE_COULDNT_RESOLVE_HOST:
        fail(c, TRANSPORT_TEMPORARY, "the host name is not found: no network, or a typing error",
             "");
        return;
    case CURLE_COULDNT_CONNECT:
        fail(c, TRANSPORT_TEMPORARY, "nobody answers there", detail);
        return;
    case CURLE_OPERATION_TIMEDOUT:
        fail(c, TRANSPORT_TEMPORARY, "the server did not answer in time", detail);
        return;
    case CURLE_SSL_CONNECT_ERROR:
        fail(c, TRANSPORT_TEMPORARY,
             "TLS could not be agreed on: does this port speak it from the first byte?", detail);
        return;
    default:
        fail(c, TRANSPORT_TEMPORARY, c->last_line[0] ? "the server said" : "cannot connect",
             c->last_line[0] ? c->last_line : detail);
    }
}

/* ------------------------------------------------------------------- driving */

static void finish(struct connection *c, CURLcode code)
{
    char *address = NULL;
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (code != CURLE_OK) {
        fail_connecting(c, code);
        return;
    }
    curl_easy_getinfo(c->easy, CURLINFO_PRIMARY_IP, &address);
    if (c->server->tls == TLS_NONE && (!address || !is_loopback(address))) {
        fail(c, TRANSPORT_CONFIG, "without TLS, and not this machine", address ? address : "");
        return;
    }
    if (c->protocol == PROTOCOL_SMTP && c->server->user && !c->authenticated) {
        fail(c, TRANSPORT_CONFIG,
             "the server lets nobody log in here: is this the port for submission (587 or 465)?",
             "");
        return;
    }
    if (curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK ||
        fd == CURL_SOCKET_BAD) {
        fail(c, TRANSPORT_TEMPORARY, "the server closed the connection", "");
        return;
    }
    c->fd = fd;
    c->state = CONNECTION_OPEN;
}

void connection_drive(CURLM *multi)
{
    int running, left;
    CURLMcode code = curl_multi_perform(multi, &running);
    if (code != CURLM_OK)
        die("libcurl cannot go on: %s", curl_multi_strerror(code));
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        CURLcode result = message->data.result;
        struct connection *c = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &c);
        if (c->state == CONNECTION_STARTING)
            finish(c, result);
    }
}

struct connection *connection_open(CURLM *multi, enum protocol protocol,
                                   const struct mail_server *server, enum transport_result *result,
                                   struct err *why)
{
    struct connection *c = connection_start(multi, protocol, server);
    for (connection_drive(multi); c->state == CONNECTION_STARTING; connection_drive(multi))
        curl_multi_poll(multi, NULL, 0, 1000, NULL);
    if (c->state == CONNECTION_OPEN) {
        *result = TRANSPORT_OK;
        return c;
    }
    *result = connection_failure(c, why);
    connection_free(c);
    return NULL;
}

enum connection_state connection_state(const struct connection *c)
{
    return c->state;
}

enum transport_result connection_failure(const struct connection *c, struct err *why)
{
    *why = c->why;
    return c->result;
}

/* ---------------------------------------------------------------- established */

ssize_t connection_send(struct connection *c, const void *bytes, size_t length)
{
    size_t sent = 0;
    CURLcode code = curl_easy_send(c->easy, bytes, length, &sent);
    if (code == CURLE_OK)
        return (ssize_t)sent;
    return code == CURLE_AGAIN ? 0 : -1;
}

ssize_t connection_receive(struct connection *c, void *into, size_t size)
{
    size_t received = 0;
    CURLcode code = curl_easy_recv(c->easy, into, size, &received);
    if (code == CURLE_AGAIN)
        return 0;
    return code == CURLE_OK && received > 0 ? (ssize_t)received : -1;
}

int connection_fd(const struct connection *c)
{
    return c->fd;
}

void connection_free(struct connection *c)
{
    curl_multi_remove_handle(c->multi, c->easy);
    curl_easy_cleanup(c->easy);
    free(c);
}
