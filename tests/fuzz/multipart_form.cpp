// An upload, from the bytes of a request to the files that it brings. The input's first line is the form's boundary, the rest
// the body.

#include <algorithm>
#include <cstring>

#include "http/body_reader.hpp"
#include "http/upload_form.hpp"
#include "tests/fuzz/input.hpp"

using namespace deckhand;
using fuzz::promise;

namespace {

constexpr std::size_t max_bytes = 4096;

/// A request in memory; what is answered is not kept.
class memory_stream final : public httplib::Stream {
 public:
  explicit memory_stream(std::string request) : request_(std::move(request)) {}
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const auto taken = std::min(size, request_.size() - at_);
    std::memcpy(to, request_.data() + at_, taken);
    at_ += taken;
    return static_cast<ssize_t>(taken);
  }
  ssize_t write(const char*, std::size_t size) override { return static_cast<ssize_t>(size); }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }

 private:
  std::string request_;
  std::size_t at_ = 0;
};

void check_body(const request_body& body) {
  std::size_t bytes = body.text.size();
  for (const auto& part : body.parts) bytes += part.content.size();
  promise(bytes <= max_bytes, "no more is kept than the limit");
  if (body.read_status != 200) return;
  const auto form = read_form(body);
  if (!form) return promise(!to_errors_json(form.error()).empty(), "a refusal can be told");
  promise(!form->files.empty(), "a form has files");
  const auto sorted = sort_files(form->files);
  if (!sorted) return promise(sorted.error().items.front().id == "ProtocolFilesInvalid", "refused files are called invalid");
  promise(sorted->mains.size() == 1, "one file is the protocol");
  promise(std::ranges::count(sorted->files, "main", &protocol_file::role) == 1, "one file has the role");
}

class form_server final : private httplib::Server {
 public:
  form_server() {
    Post("/", [](const httplib::Request& request, httplib::Response&, const httplib::ContentReader& reader) {
      check_body(read_body(request, reader, max_bytes));
    });
  }
  void take(std::string request) {
    memory_stream stream{std::move(request)};
    bool must_close = false;
    process_request(stream, true, must_close, nullptr);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static form_server server;
  auto body = fuzz::as_text(data, size);
  const auto boundary = fuzz::take_until(body, '\n');
  std::string request{"POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary="};
  request.append(boundary).append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  server.take(std::move(request));
  return 0;
}
