/// The folder "data" in a script's own folder: what Python protocols find as /data, kept from one run to the next.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace deckhand {

/// Where the data of the protocols of one file name is kept; nowhere for an empty root or name.
std::filesystem::path kept_data_of(const std::filesystem::path& root, const std::string& file_name);
/// Copies what is kept into the script's own folder, where whoever the script runs as may change it. Links are left out: a script
/// could make one to a file that it must not read. Nothing is done for an empty `kept`.
void bring_in_data(const std::filesystem::path& kept, const std::filesystem::path& own_folder);
/// The reverse, once the script is over: what it left takes the place of what was kept, unless it is more than
/// most_kept_data_bytes.
void keep_data(const std::filesystem::path& own_folder, const std::filesystem::path& kept);

inline constexpr std::uintmax_t most_kept_data_bytes = 64 << 20;

}  // namespace deckhand
