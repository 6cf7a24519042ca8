#include "python/embed/script_main.hpp"

#include <pybind11/embed.h>
#include <sys/prctl.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "runtime/script_process.hpp"
#include "runtime/script_sandbox.hpp"

namespace deckhand {
namespace {

namespace py = pybind11;

constexpr int exit_code_of_refusal = 70;

int refuse(const std::string& reason) {
  std::fprintf(stderr, "cannot run protocols: %s\n", reason.c_str());
  return exit_code_of_refusal;
}

// Next to the program in a build, in the shared files of an installation.
std::filesystem::path find_package() {
  const auto beside = std::filesystem::canonical("/proc/self/exe").parent_path();
  for (const auto& place : {beside / "python", beside.parent_path() / "share/deckhand/python"})
    if (std::filesystem::exists(place / "deckhand_protocol")) return std::filesystem::canonical(place);
  return {};
}

// Nothing of the user's environment or site: the standard library, what the system adds to it, and our own package.
void configure(PyConfig& config) {
  PyConfig_InitIsolatedConfig(&config);
  config.install_signal_handlers = 0;
  config.write_bytecode = 0;
  config.buffered_stdio = 0;
  config.site_import = 1;
  config.user_site_directory = 0;
}

// Whatever a protocol may import of ours is loaded while its files can still be read.
void preload(const std::filesystem::path& package) {
  py::module_::import("sys").attr("path").attr("append")(package.string());
  for (const char* name : {"deckhand_protocol.child", "deckhand_protocol.protocol", "deckhand_protocol.modules",
                           "deckhand_protocol.transfers", "deckhand_protocol.parameters", "opentrons", "encodings.idna"})
    py::module_::import(name);
}

}  // namespace

bool is_python_process(int argc, char** argv) { return argc == 4 && std::strcmp(argv[1], python_process_flag) == 0; }

int run_python_process(int, char** argv) {
  sandbox_limits limits;
  limits.processor_s = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  const std::filesystem::path folder = argv[3];
  if (auto refused = set_limits(limits); !refused.empty()) return refuse(refused);
  const auto package = find_package();
  if (package.empty()) return refuse("the Python package is not where it was installed");
  PyConfig config;
  configure(config);
  const py::scoped_interpreter interpreter{&config, 0, nullptr, false};
  try {
    preload(package);
    std::filesystem::current_path(folder);
    if (auto refused = close_sandbox(folder); !refused.empty()) return refuse(refused);
    py::module_::import("deckhand_protocol.child").attr("main")(script_socket_fd);
  } catch (const std::exception& trouble) {  // goes before the interpreter does
    return refuse(trouble.what());
  }
  return 0;
}

}  // namespace deckhand
