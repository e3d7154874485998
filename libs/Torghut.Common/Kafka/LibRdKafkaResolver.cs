using System.Reflection;
using System.Runtime.InteropServices;

namespace Torghut.Common.Kafka;

/// <summary>
/// Finds librdkafka for imports of our own as Confluent.Kafka finds it for its own, so that one process never holds two of them. The general Linux build
/// needs
/// <c>libsasl2.so.3</c>, which Debian and Ubuntu do not have; the other builds in librdkafka.redist link it statically.
/// </summary>
public static class LibRdKafkaResolver
{
    /// <summary>The name that an import gives.</summary>
    public const string Library = "librdkafka";

    /// <summary>Confluent.Kafka's order on Linux (<c>Librdkafka.LoadLinuxDelegates</c>).</summary>
    private static readonly string[] Builds = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    /// <summary>Has <paramref name="assembly"/>'s imports of <see cref="Library"/> resolved. Once an assembly, before the first of its calls.</summary>
    /// <exception cref="InvalidOperationException">The assembly has a resolver already.</exception>
    public static void Register(Assembly assembly) => NativeLibrary.SetDllImportResolver(assembly, Resolve);

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (library != Library)
        {
            return 0;
        }

        foreach (var build in Builds)
        {
            if (NativeLibrary.TryLoad(build, assembly, searchPath, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"none of {string.Join(", ", Builds)} could be loaded: librdkafka.redist has no build for {RuntimeInformation.RuntimeIdentifier}");
    }
}
