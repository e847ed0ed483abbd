/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Policy files with mistakes, and all that has to be said of each. */

#define LOGIN "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:P\n"

/* A mistake: its line, and part of what is said about it. */
typedef struct
{
  guint line;
  const char *complaint;
} Mistake;

#define MAX_MISTAKES 6

/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  Mistake mistakes[MAX_MISTAKES]; /* all there are */
} broken[] = {
  /* Lines */
  { "no-equals", "[Doorward]\nKiosk\n", { { 2, "[Doorward] this is neither" } } },
  { "no-key", "[Doorward]\n=true\n", { { 2, "neither" } } },
  { "prose", "Dear kiosk,\nplease be nice.\n", { { 1, "neither" }, { 2, "neither" } } },
  { "semicolon-comment", "; no comment\n", { { 1, "begins with “#”" } } },
  { "key-before-group", "Kiosk=true\n[Doorward]\n", { { 1, "Kiosk: this key is in no group; write [Doorward]" } } },
  { "group-open", "[Doorward\nKiosk=true\n", { { 1, "[NAME]" } } },
  { "group-bracket", "[Door[ward]\n", { { 1, "[NAME]" } } },
  { "group-tail", "[Doorward] Kiosk=true\n", { { 1, "[NAME]" } } },
  { "group-half", "[\n", { { 1, "[NAME]" } } },
  { "group-empty", "[]\n", { { 1, "no such group" } } },
  { "utf-16", "\xff\xfe[\n", { { 1, "not UTF-8" } } },
  { "latin-1", "[Doorward]\nHome=https://caf\xe9.example/\n", { { 2, "not UTF-8" } } },
  { "latin-1-comment", "# caf\xe9\n", { { 1, "not UTF-8" } } },
  { "truncated-utf-8", LOGIN "Realm=caf\xc3", { { 5, "not UTF-8" } } },
  { "byte-order-mark", "\xef\xbb\xbf[Doorward]\nKiosk=true\n", { { 1, "byte order mark" } } },
  { "escape-character", LOGIN "Realm=\x1b[31mred\n", { { 5, "[Login a] there is a control character" } } },
  { "old-mac-lines", "[Doorward]\rKiosk=true\r", { { 1, "control character" } } },

  /* Groups and keys */
  { "group-unknown", "[Kiosk]\nKiosk=true\n", { { 1, "[Kiosk] there is no such group; write [Doorward] or [Login NAME]" } } },
  { "group-case", "[doorward]\n", { { 1, "no such group" } } },
  { "login-nameless", "[Login]\nServer=https://a.example\n", { { 1, "no such group" } } },
  { "login-blank", "[Login ]\n", { { 1, "no such group" } } },
  { "group-twice", "[Doorward]\nKiosk=true\n\n[Doorward]\nKiosk=false\n", { { 4, "already, in line 1" } } },
  { "login-twice", LOGIN "\n" LOGIN, { { 6, "already, in line 1" }, { 6, "same server and realm" } } },
  { "key-unknown", "[Doorward]\nColour=red\n", { { 2, "[Doorward] Colour: there is no such key; this group can have Home, Kiosk, " } } },
  { "key-case", "[Doorward]\nkiosk=true\n", { { 2, "[Doorward] kiosk: there is no such key; write Kiosk" } } },
  { "key-of-login", "[Doorward]\nRealm=Staff\n", { { 2, "no such key" } } },
  { "key-of-doorward", LOGIN "Kiosk=true\n", { { 5, "this group can have Server, Realm, " } } },
  { "key-localized", "[Doorward]\nHome[de]=https://a.example/\n", { { 2, "Home[de]: there is no such key" } } },
  { "key-twice", "[Doorward]\nKiosk=true\nKiosk=true\n", { { 3, "Kiosk: this key is there already, in line 2" } } },
  { "password", LOGIN "Password=hunter2\n", { { 5, "Password: there is no such key" } } },

  /* Booleans, numbers, words */
  { "boolean-yes", "[Doorward]\nKiosk=yes\n", { { 2, "“yes” is neither true nor false" } } },
  { "boolean-upper", "[Doorward]\nControl=TRUE\n", { { 2, "neither true nor false" } } },
  { "boolean-number", "[Doorward]\nDownloads=2\n", { { 2, "neither true nor false" } } },
  { "boolean-empty", "[Doorward]\nPrinting=\n", { { 2, "neither true nor false" } } },
  { "boolean-two", "[Doorward]\nFileChooser=true;false\n", { { 2, "neither true nor false" } } },
  { "boolean-comment", "[Doorward]\nInspector=true#for tests\n", { { 2, "neither true nor false" } } },
  { "boolean-quoted", "[Doorward]\nViewSource=\"true\"\n", { { 2, "neither true nor false" } } },
  { "number-negative", "[Doorward]\nIdleReset=-1\n", { { 2, "“-1” is not a whole number from 0 to 604800" } } },
  { "number-large", "[Doorward]\nIdleReset=604801\n", { { 2, "whole number" } } },
  { "number-overflow-32", "[Doorward]\nIdleReset=4294967296\n", { { 2, "whole number" } } },
  { "number-overflow-64", "[Doorward]\nIdleReset=18446744073709551616\n", { { 2, "whole number" } } },
  { "number-fraction", "[Doorward]\nIdleReset=1.5\n", { { 2, "whole number" } } },
  { "number-unit", "[Doorward]\nIdleReset=5min\n", { { 2, "whole number" } } },
  { "number-hex", "[Doorward]\nIdleReset=0x10\n", { { 2, "whole number" } } },
  { "number-empty", "[Doorward]\nIdleReset=\n", { { 2, "whole number" } } },
  { "prompt", "[Doorward]\nPrompt=no\n", { { 2, "“no” is none of: allow, never" } } },
  { "insecure-basic", "[Doorward]\nInsecureBasic=maybe\n", { { 2, "“maybe” is none of: warn, allow, deny" } } },
  { "insecure-basic-case", "[Doorward]\nInsecureBasic=Deny\n", { { 2, "none of" } } },
  { "cross-origin", "[Doorward]\nCrossOrigin=\n", { { 2, "“” is none of: offer, deny" } } },
  { "submit", LOGIN "Submit=now\n", { { 5, "“now” is none of: auto, prefill" } } },

  /* Lists */
  { "schemes-unknown", "[Doorward]\nSchemes=digest;bearer;hoba\n", { { 2, "“bearer” is not a scheme" }, { 2, "“hoba” is not a scheme" } } },
  { "schemes-twice", "[Doorward]\nSchemes=basic;digest;BASIC\n", { { 2, "“basic” is there twice" } } },
  { "schemes-commas", "[Doorward]\nSchemes=digest,basic\n", { { 2, "“digest,basic” is not a scheme" } } },
  { "schemes-empty", "[Doorward]\nSchemes=\n", { { 2, "the list is empty" } } },
  { "schemes-gap", "[Doorward]\nSchemes=digest;;basic\n", { { 2, "nothing between two semicolons" } } },
  { "schemes-only-gap", "[Doorward]\nSchemes=;\n", { { 2, "nothing between two semicolons" } } },
  { "list-escape", "[Doorward]\nAllowedOrigins=https:\\/\\/a.example\n", { { 2, "after a backslash" } } },

  /* Origins, addresses, proxies */
  { "origins-mixed", "[Doorward]\nAllowedOrigins=https://a.example;a.example;ftp://a.example;https://a.example/b\n",
    { { 2, "“a.example” is not an origin" }, { 2, "“ftp://a.example” begins with neither" }, { 2, "“https://a.example/b” has more than" } } },
  { "origins-star", "[Doorward]\nAllowedOrigins=*\n", { { 2, "“*” is not an origin" } } },
  { "origins-star-end", "[Doorward]\nAllowedOrigins=https://intranet.*\n", { { 2, "star in the last part" } } },
  { "origins-star-port", "[Doorward]\nAllowedOrigins=https://a.example:*\n", { { 2, "no port" } } },
  { "origins-empty", "[Doorward]\nAllowedOrigins=\n", { { 2, "the list is empty" } } },
  { "origins-password", "[Doorward]\nAllowedOrigins=https://ada:hunter2@a.example\n", { { 2, "no user information" } } },
  { "trusted-star", "[Doorward]\nTrustedServers=https://*.a.example\n", { { 2, "has a star; write each" } } },
  { "trusted-host", "[Doorward]\nTrustedServers=a.example\n", { { 2, "is not an origin" } } },
  { "home-host", "[Doorward]\nHome=intranet.example\n", { { 2, "Home: this is no address of a page; write https://HOST/PATH" } } },
  { "home-file", "[Doorward]\nHome=file:///etc/passwd\n", { { 2, "no address of a page" } } },
  { "home-about", "[Doorward]\nHome=about:blank\n", { { 2, "no address of a page" } } },
  { "home-script", "[Doorward]\nHome=javascript:alert(1)\n", { { 2, "no address of a page" } } },
  { "home-empty", "[Doorward]\nHome=\n", { { 2, "the value is missing" } } },
  { "home-no-host", "[Doorward]\nHome=https:///a\n", { { 2, "no address of a page" } } },
  { "home-port", "[Doorward]\nHome=https://a.example:99999/\n", { { 2, "no address of a page" } } },
  { "home-port-0", "[Doorward]\nHome=https://a.example:0/\n", { { 2, "no address of a page" } } },
  { "home-space", "[Doorward]\nHome=https://a example/\n", { { 2, "no address of a page" } } },
  { "home-percent", "[Doorward]\nHome=https://a%20example/\n", { { 2, "no address of a page" } } },
  { "home-star", "[Doorward]\nHome=https://*.a.example/\n", { { 2, "no address of a page" } } },
  { "home-dots", "[Doorward]\nHome=https://a..example/\n", { { 2, "no address of a page" } } },
  { "home-password", "[Doorward]\nHome=https://ada:hunter2@a.example/\n", { { 2, "user information; write a group [Login NAME]" } } },
  { "home-elsewhere", "[Doorward]\nHome=http://a.example/\nAllowedOrigins=https://a.example;https://*.a.example\n",
    { { 2, "Home: the page is of none of the AllowedOrigins; add http://a.example to them" } } },
  { "proxy-host", "[Doorward]\nProxy=proxy.example:3128\n", { { 2, "this is no proxy; write http://HOST:PORT" } } },
  { "proxy-socks", "[Doorward]\nProxy=socks5://proxy.example:1080\n", { { 2, "no proxy" } } },
  { "proxy-https", "[Doorward]\nProxy=https://proxy.example:3128\n", { { 2, "no proxy" } } },
  { "proxy-password", "[Doorward]\nProxy=http://ada:hunter2@proxy.example:3128\n", { { 2, "user information" } } },

  /* Logins */
  { "login-empty", "[Doorward]\n\n[Login a]\n", { { 3, "[Login a] Server: the key is missing" }, { 3, "[Login a] PasswordFrom: the key is missing" } } },
  { "server-missing", "[Login a]\nUsername=u\nPasswordFrom=env:P\n", { { 1, "Server: the key is missing" } } },
  { "server-host", "[Login a]\nServer=a.example\nPasswordFrom=keyring\n", { { 2, "is not an origin" } } },
  { "server-path", "[Login a]\nServer=https://a.example/staff\nPasswordFrom=keyring\n", { { 2, "more than scheme" } } },
  { "server-password", "[Login a]\nServer=https://ada:hunter2@a.example\nPasswordFrom=keyring\n", { { 2, "no user information" } } },
  { "server-proxy-port", "[Login a]\nServer=proxy:proxy.example\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-port-word", "[Login a]\nServer=proxy:proxy.example:http\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-ipv6", "[Login a]\nServer=proxy:[::1]\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-uri", "[Login a]\nServer=proxy:http://proxy.example:3128\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-star", "[Login a]\nServer=proxy:*.example:3128\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "realm-empty", LOGIN "Realm=\n", { { 5, "Realm: the value is missing; write one, or leave the key out" } } },
  { "realm-escape", LOGIN "Realm=a\\b\n", { { 5, "after a backslash" } } },
  { "realm-backslash", LOGIN "Realm=a\\", { { 5, "after a backslash" } } },
  { "username-missing", "[Login a]\nServer=https://a.example\nPasswordFrom=env:P\n", { { 1, "Username: the key is missing; only the keyring" } } },
  { "username-domain", "[Login a]\nServer=https://a.example\nUsername=DOMAIN\\user\nPasswordFrom=env:P\n", { { 3, "write \\\\ for a backslash" } } },
  { "username-newline", "[Login a]\nServer=https://a.example\nUsername=a\\nb\nPasswordFrom=env:P\n", { { 3, "no control characters" } } },
  { "source-missing", "[Login a]\nServer=https://a.example\nUsername=u\n", { { 1, "PasswordFrom: the key is missing" } } },
  { "source-password", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=hunter2\n", { { 4, "no place for a password; write keyring, file:PATH" } } },
  { "source-empty", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=\n", { { 4, "the value is missing" } } },
  { "source-case", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=Keyring\n", { { 4, "no place for a password" } } },
  { "source-keyring-name", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=keyring:x\n", { { 4, "nothing comes after “keyring”" } } },
  { "source-file-relative", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=file:secret\n", { { 4, "no absolute path" } } },
  { "source-file-home", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=file:~/secret\n", { { 4, "no absolute path" } } },
  { "source-file-empty", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=file:\n", { { 4, "no absolute path" } } },
  { "source-credential-path", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=credential:../shadow\n", { { 4, "the credential has no name" } } },
  { "source-credential-dots", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=credential:..\n", { { 4, "the credential has no name" } } },
  { "source-env-empty", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:\n", { { 4, "the variable has no name" } } },
  { "source-env-dollar", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:$P\n", { { 4, "the variable has no name" } } },
  { "login-repeated", LOGIN "[Login b]\nServer=https://a.example:443/\nUsername=v\nPasswordFrom=keyring\n",
    { { 5, "[Login b] [Login a] is for the same server and realm" } } },

  /* All of them together, in the order of their lines */
  { "together",
    "[Doorward]\n"
    "Kiosk=perhaps\n"
    "# a comment does not count\n"
    "IdleReset=-3\n"
    "IdleReset=3\n"
    "\n"
    "[Login a]\n"
    "Server=nowhere\n"
    "Colour=red\n",
    { { 2, "Kiosk: “perhaps”" }, { 4, "IdleReset: “-3”" }, { 5, "IdleReset: this key is there already, in line 4" },
      { 7, "PasswordFrom: the key is missing" }, { 8, "Server: “nowhere”" }, { 9, "Colour: there is no such key" } } },
  { "windows-lines", "[Doorward]\r\nKiosk=perhaps\r\n", { { 2, "“perhaps” is" } } },
};
/* clang-format on */
