/// Takes a request's body in, as the HTTP library hands it out.
#pragma once

#include <httplib.h>

#include "http/request_body.hpp"

namespace deckhand {

/// A form's parts apart, anything else as one text. Never keeps more than `max_bytes`: what is longer is read on and dropped, and
/// the body's read_status is 413.
request_body read_body(const httplib::Request& request, const httplib::ContentReader& reader, std::size_t max_bytes);

}  // namespace deckhand
