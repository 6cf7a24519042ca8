#include "http/body_reader.hpp"

namespace deckhand {

request_body read_body(const httplib::Request& request, const httplib::ContentReader& reader, std::size_t max_bytes) {
  request_body body;
  body.is_multipart = request.is_multipart_form_data();
  std::size_t total = 0;
  // What is too long is read on, but not kept: a client that is still sending would not see the answer.
  const auto keep = [&](std::string& where, const char* data, std::size_t size) {
    total += size;
    if (total <= max_bytes) where.append(data, size);
    return true;
  };
  bool is_read = false;
  if (body.is_multipart)
    is_read = reader(
        [&](const httplib::MultipartFormData& part) {
          body.parts.push_back({part.name, part.filename, {}});
          return body.parts.size() <= CPPHTTPLIB_MULTIPART_FORM_DATA_FILE_MAX_COUNT;
        },
        [&](const char* data, std::size_t size) { return keep(body.parts.back().content, data, size); });
  else
    is_read = reader([&](const char* data, std::size_t size) { return keep(body.text, data, size); });
  const bool is_announced_too_long = request.get_header_value<std::uint64_t>("Content-Length") > max_bytes;
  if (total > max_bytes || is_announced_too_long)
    body.read_status = 413;
  else if (!is_read)
    body.read_status = 400;
  return body;
}

}  // namespace deckhand
