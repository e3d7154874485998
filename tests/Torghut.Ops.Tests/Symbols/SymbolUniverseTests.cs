using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Observability;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Tests.Symbols;

public sealed class SymbolUniverseTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-").FullName;
    }

    [TearDown]
    public void RemoveFolder()
    {
        Directory.Delete(_folder, recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    [Test]
    public void Set_Change_IsThereAfterARestart()
    {
        var universe = Open("sub/symbols.json", "SPY", "AAPL");
        var changed = universe.Set(["MSFT", "SPY"], enabled: true, "someone", "test");
        universe.Set(["AAPL"], enabled: false, "someone", "test");
        var again = Open("sub/symbols.json", "IBM");
        Assert.Multiple(() =>
        {
            Assert.That(changed, Is.EqualTo(new[] { "MSFT" }));
            Assert.That(again.Enabled, Is.EqualTo(new[] { "MSFT", "SPY" }));
            Assert.That(again.Entries.Single(e => e.Symbol == "AAPL"), Has.Property("Enabled").False.And.Property("UpdatedBy").EqualTo("someone"));
        });
    }

    [Test]
    public void Set_WithoutFile_IsRefused()
    {
        Assert.That(() => Open("", "SPY").Set(["AAPL"], enabled: true, "someone", "test"), Throws.InstanceOf<InvalidOperationException>());
    }

    [Test]
    public void Set_FileCannotBeWritten_ChangesNothing()
    {
        var universe = Open("symbols.json", "SPY");
        Directory.CreateDirectory(PathOf("symbols.json.next"));
        Assert.That(() => universe.Set(["AAPL"], enabled: true, "someone", "test"),
            Throws.InstanceOf<UnauthorizedAccessException>().Or.InstanceOf<IOException>());
        Assert.That(universe.Enabled, Is.EqualTo(new[] { "SPY" }));
    }

    [TestCase("{")]
    [TestCase("""{"version":2,"items":[]}""")]
    public void Open_DamagedFile_StopsTheStart(string content)
    {
        File.WriteAllText(PathOf("symbols.json"), content);
        Assert.That(() => Open("symbols.json", "SPY"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("symbols.json"));
    }

    private SymbolUniverse Open(string file, params string[] symbols)
    {
        var options = new SymbolOptions { File = file.Length > 0 ? PathOf(file) : "", Static = symbols };
        return new SymbolUniverse(options, TimeProvider.System, new OpsMetrics(Prometheus.Metrics.NewCustomRegistry()), NullLogger<SymbolUniverse>.Instance);
    }
}
