#include "tests/support/server_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace deckhand::testing {

temporary_directory::temporary_directory() {
  std::string pattern = std::filesystem::temp_directory_path() / "deckhand-XXXXXX";
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary directory");
  path_ = pattern;
}

temporary_directory::~temporary_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

server_process::server_process(const std::string& program, const std::filesystem::path& data_dir, double time_scale)
    : server_process(program, {"serve", "--port", "0", "--data-dir", data_dir, "--time-scale", std::to_string(time_scale)}) {}

server_process::server_process(const std::string& program, const std::vector<std::string>& arguments,
                               const std::vector<std::string>& launcher) {
  int channel[2];
  if (pipe(channel) != 0) throw std::runtime_error("no pipe");
  auto words = launcher;
  words.insert(words.end(), {program, "--log-level", "off"});
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  process_id_ = fork();
  if (process_id_ == 0) {
    dup2(channel[1], STDOUT_FILENO);
    close(channel[0]);
    close(channel[1]);
    execvp(pointers.front(), pointers.data());
    _exit(127);
  }
  close(channel[1]);
  auto* output = fdopen(channel[0], "r");
  std::string text;
  for (char line[256]; url_.empty() && output && std::fgets(line, sizeof line, output);) {
    text = line;
    const auto start = std::min({text.find("http://"), text.find("node://"), text.find("tcp://")});
    if (start == std::string::npos) break;
    auto& url = text.starts_with("deckhand engine")     ? engine_urls_.emplace_back()
                : text.starts_with("deckhand emulates") ? module_urls_.emplace_back()
                                                        : url_;
    url = text.substr(start, text.find_last_not_of('\n') + 1 - start);
  }
  if (output) std::fclose(output);
  if (url_.empty()) {
    end(SIGKILL);
    throw std::runtime_error("the server did not start: " + text);
  }
}

server_process::~server_process() {
  if (process_id_ != 0) end(SIGTERM);
}

int server_process::end(int signal_number) {
  kill(process_id_, signal_number);
  int status = 0;
  waitpid(process_id_, &status, 0);
  process_id_ = 0;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void server_process::signal(int signal_number) const { kill(process_id_, signal_number); }

double server_process::peak_memory_mib() const {
  std::ifstream status{"/proc/" + std::to_string(process_id_) + "/status"};
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmHWM:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

double server_process::processor_time_s() const {
  std::ifstream file{"/proc/" + std::to_string(process_id_) + "/stat"};
  std::string text;
  std::getline(file, text);
  std::istringstream fields{text.substr(std::min(text.size(), text.rfind(')') + 2))};
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;  // from the state on; then come user and system time
  double user_ticks = 0, system_ticks = 0;
  fields >> user_ticks >> system_ticks;
  return (user_ticks + system_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace deckhand::testing
