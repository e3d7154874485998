using System.Text;
using System.Text.Json;
using Torghut.Common.Hosting;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Catalogue;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CatalogueFileTests : IDisposable
{
    private const string Good = "strategies:\n  - name: dip\n    type: macd_rsi\n    cooldown_seconds: 5\n";

    private readonly string _path = Path.GetTempFileName();

    [Test]
    public void Read_Missing_IsAProblem()
    {
        File.Delete(_path);
        Assert.That(CatalogueFile.Read(_path).Parse().Problems[0].Reason, Does.Contain("not find"));
    }

    [Test]
    public void Read_Endless_StopsAtTheBound() =>
        Assert.That(CatalogueFile.Read("/dev/zero").Parse().Problems[0].Reason, Does.Contain("larger than"));

    [Test]
    public void Read_NotUtf8_IsAProblem()
    {
        File.WriteAllBytes(_path, [.. Encoding.UTF8.GetBytes(Good), 0xff]);
        Assert.That(CatalogueFile.Read(_path).Parse().Problems[0].Reason, Is.EqualTo("not UTF-8"));
    }

    [Test]
    public void Read_ByteOrderMark_IsNoText()
    {
        File.WriteAllText(_path, Good, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.That(CatalogueFile.Read(_path).Parse().Accepted, Is.True);
    }

    [TestCase(Good, 0)]
    [TestCase("strategies: [", 1)]
    public async Task Validate_File_ItsExitCodeSaysWhetherItIsGood(string text, int code)
    {
        await File.WriteAllTextAsync(_path, text);
        Assert.That(await RunAsync("validate", _path), Is.EqualTo(code));
        Assert.That(await RunAsync("validate", _path, "--json"), Is.EqualTo(code));
    }

    [TestCase("")]
    [TestCase("validate")]
    [TestCase("explain")]
    [TestCase("describe x")]
    [TestCase("validate a b")]
    [TestCase("validate a --json --json")]
    public async Task Validate_OtherWords_AreAUsageError(string words) =>
        Assert.That(await RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Is.EqualTo(ExitCodes.Usage));

    [Test]
    public async Task Validate_BadLimits_AreAConfigurationError() => Assert.That(
        await StrategiesCommand.Command.RunAsync(
            new CommandContext(["validate", _path], new Dictionary<string, string> { ["TRADING_COOLDOWN_SECONDS"] = "soon" }), CancellationToken.None),
        Is.EqualTo(ExitCodes.Configuration));

    [Test]
    public void Describe_Json_SaysTheSameAsTheText()
    {
        File.WriteAllText(_path, Good);
        var file = CatalogueFile.Read(_path);
        var result = CatalogueWarnings.AddTo(_path, file.Parse(), new Torghut.Trading.Risk.RiskOptions());
        using var json = JsonDocument.Parse(StrategiesCommand.Describe(file, result, json: true));
        Assert.That(json.RootElement.GetProperty("valid").GetBoolean(), Is.True);
        Assert.That(json.RootElement.GetProperty("warnings")[0].GetProperty("field").GetString(), Is.EqualTo("strategies[0].cooldown_seconds"));
        Assert.That(StrategiesCommand.Describe(file, result, json: false), Does.Contain($"{_path}:2: strategies[0].cooldown_seconds").And.Contain("valid"));
    }

    public void Dispose() => File.Delete(_path);

    private static Task<int> RunAsync(params string[] words) =>
        StrategiesCommand.Command.RunAsync(new CommandContext(words, new Dictionary<string, string>()), CancellationToken.None);
}
