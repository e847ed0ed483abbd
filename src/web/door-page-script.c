/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-script.h"

#define WORLD "doorward"

static const char has_frame[]
    = "const has = d => [...d.querySelectorAll ('iframe, frame, object, embed')].some (e =>\n"
      "  e.src === uri || e.data === uri || (uri === 'about:blank' && !e.src) || "
      "(e.contentDocument && has (e.contentDocument)));\n"
      "return has (document);";

/* A frame of the page's own origin is loaded again as it is; one of another origin by its address,
 * if it still shows that. */
static const char reload_frame[]
    = "const find = d => { for (const e of d.querySelectorAll ('iframe, frame')) {\n"
      "    if (e.contentDocument) {\n"
      "      if (e.contentWindow.location.href === uri)\n"
      "        return () => e.contentWindow.location.reload ();\n"
      "      const inner = find (e.contentDocument);\n"
      "      if (inner) return inner;\n"
      "    } else if (e.src === uri) {\n"
      "      return () => { e.src = uri; };\n"
      "    } } };\n"
      "const reload = find (document);\n"
      "if (reload) reload ();\n"
      "return Boolean (reload);";

static const char has_edits[]
    = "const edited = e => e.type === 'checkbox' || e.type === 'radio'\n"
      "  ? e.checked !== e.defaultChecked\n"
      "  : e.options ? [...e.options].some (o => o.selected !== o.defaultSelected) && e.value\n"
      "  : e.type !== 'hidden' && e.value !== e.defaultValue;\n"
      "const has = d => [...d.querySelectorAll ('input, textarea, select')].some (edited)\n"
      "  || [...d.querySelectorAll ('iframe')].some (e => e.contentDocument && has "
      "(e.contentDocument));\n"
      "return has (document);";

static void
call (WebKitWebView *view,
      const char *body,
      const char *uri,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  if (uri != NULL)
    g_variant_dict_insert (&arguments, "uri", "s", uri);
  webkit_web_view_call_async_javascript_function (view, body, -1, g_variant_dict_end (&arguments),
                                                  WORLD, NULL, cancellable, callback, user_data);
}

/**
 * door_page_script_has_frame_async:
 * @uri: an address
 *
 * Asks whether the page has a frame with that address, as far as it may look into its frames.
 */
void
door_page_script_has_frame_async (WebKitWebView *view,
                                  const char *uri,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  call (view, has_frame, uri, cancellable, callback, user_data);
}

/**
 * door_page_script_reload_frame_async:
 * @uri: the address of a frame
 *
 * Loads that frame again and leaves the rest of the page alone. The answer is whether there was
 * such a frame.
 */
void
door_page_script_reload_frame_async (WebKitWebView *view,
                                     const char *uri,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  call (view, reload_frame, uri, cancellable, callback, user_data);
}

/**
 * door_page_script_has_edits_async:
 *
 * Asks whether the person has filled in something that loading the page again would lose.
 */
void
door_page_script_has_edits_async (WebKitWebView *view,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  call (view, has_edits, NULL, cancellable, callback, user_data);
}

/**
 * door_page_script_finish:
 *
 * Returns: the answer; %FALSE, too, when the page could not be asked
 */
gboolean
door_page_script_finish (WebKitWebView *view, GAsyncResult *result, GError **error)
{
  g_autoptr (JSCValue) value
      = webkit_web_view_call_async_javascript_function_finish (view, result, error);

  return value != NULL && jsc_value_to_boolean (value);
}
