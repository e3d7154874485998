using System.Text.Json;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Hosting;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Catalogue;

/// <summary>What editors and people are told of a catalogue is what the service reads.</summary>
public sealed class StrategiesSchemaTests
{
    private static readonly string Docs = Path.Combine(Testing.Repository.Root, "docs");

    /// <summary>The service names the fields it knows when it meets one that it does not.</summary>
    [Test]
    public void Schema_Fields_AreThoseOfTheReader()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Docs, "strategies.schema.json")));
        var strategy = schema.RootElement.GetProperty("$defs").GetProperty("strategy").GetProperty("properties");
        var described = strategy.EnumerateObject().Select(property => property.Name).ToList();
        const string Text = "strategies:\n  - {name: a, type: rules, entry: true, exit: false, other: 1}\n";
        var known = CatalogueParser.Parse("a.yaml", Text).Problems.Single().Reason.Split("expected one of ")[1].Split(", ");
        Assert.That(described, Is.EquivalentTo(known));
        Assert.That(strategy.GetProperty("type").GetProperty("enum").EnumerateArray().Select(type => type.GetString()), Is.EqualTo(StrategyRegistry.Types));
    }

    [Test]
    public void Page_Features_AreThoseOfTheLanguage()
    {
        var page = File.ReadAllText(Path.Combine(Docs, "strategies.md"));
        Assert.That(
            Trading.Strategies.Rules.RuleNames.Features.Where(feature => !page.Contains($"| `{feature.Name}` | {feature.Meaning} |", StringComparison.Ordinal))
                .Select(feature => feature.Name),
            Is.Empty);
    }

    [Test]
    public void Explain_Example_SaysWhatWasUnderstood()
    {
        var result = CatalogueFile.Read(Path.Combine(Docs, "examples", "band-reversal.yaml")).Parse();
        var text = StrategiesCommand.Explain(result, json: false);
        Assert.That(text, Does.Contain("looks back bars: 29").And.Contain("looks at position: yes").And.Contain("crosses_above(rsi14, turn)"));
        using var json = JsonDocument.Parse(StrategiesCommand.Explain(result, json: true));
        Assert.That(json.RootElement.GetProperty("strategies")[0].GetProperty("needs").EnumerateArray().Select(name => name.GetString()),
            Does.Contain("rsi14").And.Contain("boll_mid"));
    }
}
