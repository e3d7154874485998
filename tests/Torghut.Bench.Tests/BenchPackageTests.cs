using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Bench.Tests;

/// <summary>Packages that are here to be measured against stay out of what is shipped.</summary>
public sealed class BenchPackageTests
{
    private static readonly string[] PeersAlone = ["Confluent.SchemaRegistry.Serdes.Avro", "RocksDB", "Streamiz.Kafka.Net"];

    [Test]
    public void LockFile_OfTheBench_HoldsThePeers() =>
        Assert.That(PackagesOf(Path.Combine(Repository.Root, "tests", "bench", "Torghut.Bench.Ta", "packages.lock.json")), Is.SupersetOf(PeersAlone));

    [Test]
    public void LockFiles_OfServicesAndLibraries_HoldNoPeer()
    {
        var files = new[] { "services", "libs" }.SelectMany(folder => Directory.GetDirectories(Path.Combine(Repository.Root, folder)))
            .Select(folder => Path.Combine(folder, "packages.lock.json")).Where(File.Exists).ToList();
        Assert.That(files, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var file in files)
            {
                Assert.That(PackagesOf(file).Intersect(PeersAlone), Is.Empty, file);
            }
        });
    }

    private static HashSet<string> PackagesOf(string lockFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(lockFile));
        var frameworks = document.RootElement.GetProperty("dependencies").EnumerateObject();
        return [.. frameworks.SelectMany(framework => framework.Value.EnumerateObject()).Select(package => package.Name)];
    }
}
