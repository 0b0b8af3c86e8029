/* SPDX-License-Identifier: GPL-2.0-or-later */
/* connection.h - a connection to a mail server, protected and logged in.
 *
 * libcurl does what must not go wrong (name resolution, TCP, STARTTLS or TLS,
 * certificate and host name, AUTH) and then leaves the dialogue to us
 * (CURLOPT_CONNECT_ONLY). A connection is only ever handed over when TLS is
 * what was asked for and, where a user is given, the server has said that the
 * login succeeded.
 *
 * Connecting does not block: several connections share a CURLM, which the
 * caller polls (curl_multi_poll) and drives. It stays alive as long as they.
 */
#ifndef TRANSPORT_CONNECTION_H
#define TRANSPORT_CONNECTION_H

#include "transport/transport.h"
#include <curl/curl.h>
#include <sys/types.h>

enum protocol { PROTOCOL_IMAP, PROTOCOL_SMTP };

struct connection;

/* -1 with *why where the server can't be used as configured: a host or user
 * that isn't one, or TLS_NONE and another machine. */
int connection_check(const struct mail_server *server, struct err *why);

/* Starts to connect; at most 60 seconds. server is foreign until the
 * connection is established or has failed. Both use it only while connecting.
 * multi is foreign and outlives the connection. */
struct connection *connection_start(CURLM *multi, enum protocol protocol,
                                    const struct mail_server *server);

/* Lets all connections in multi get on, without waiting. */
void connection_drive(CURLM *multi);

enum connection_state { CONNECTION_STARTING, CONNECTION_OPEN, CONNECTION_FAILED };
enum connection_state connection_state(const struct connection *c);

/* Of CONNECTION_FAILED: a class and a sentence. */
enum transport_result connection_failure(const struct connection *c, struct err *why);

/* Starts, drives and waits; NULL with *result and *why. */
struct connection *connection_open(CURLM *multi, enum protocol protocol,
                                   const struct mail_server *server, enum transport_result *result,
                                   struct err *why);

/* Of CONNECTION_OPEN. How many bytes were taken or given; 0 if that would
 * block (poll the descriptor); -1 if the connection is lost. Bytes that send
 * has taken may reach the server; others never do. */
ssize_t connection_send(struct connection *c, const void *bytes, size_t length);
ssize_t connection_receive(struct connection *c, void *into, size_t size);
int connection_fd(const struct connection *c);

/* Closes without a word to the server. */
void connection_free(struct connection *c);

/* The server's clock, in milliseconds. */
int64_t server_clock(const struct mail_server *server);

#endif
