#include "bench/machine.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace deckhand::bench {
namespace {

std::string field_of(const char* path, const std::string& name) {
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(name, 0) != 0) continue;
    const auto value = line.find_first_not_of(" \t:", line.find(':'));
    return value == std::string::npos ? "" : line.substr(value);
  }
  return "unknown";
}

std::string first_line_of(const char* path) {
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

std::string describe_machine() {
  utsname names{};
  uname(&names);
  std::ostringstream text;
  text << "processor  " << field_of("/proc/cpuinfo", "model name") << ", " << sysconf(_SC_NPROCESSORS_ONLN) << " cores\n"
       << "memory     " << field_of("/proc/meminfo", "MemTotal") << "\n"
       << "kernel     " << names.sysname << ' ' << names.release << "\n"
       << "load       " << first_line_of("/proc/loadavg") << "\n";
  return text.str();
}

}  // namespace deckhand::bench
