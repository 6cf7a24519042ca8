# `cmake --install`: the program with its Python package, and what C++ scripts are built against.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/deckhand)

# The framework may lie in a cache of its own; the program finds it there.
set_target_properties(deckhand PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS deckhand)
install(DIRECTORY python/deckhand_protocol python/opentrons DESTINATION ${CMAKE_INSTALL_DATADIR}/deckhand/python
        FILES_MATCHING PATTERN "*.py")

install(DIRECTORY include/deckhand DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS deckhand_script EXPORT deckhand)
install(EXPORT deckhand NAMESPACE deckhand:: FILE deckhand-targets.cmake DESTINATION ${package_dir})
configure_package_config_file(cmake/deckhand-config.cmake.in ${PROJECT_BINARY_DIR}/generated/deckhand-config.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/deckhand-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/generated/deckhand-config.cmake
              ${PROJECT_BINARY_DIR}/generated/deckhand-config-version.cmake DESTINATION ${package_dir})
