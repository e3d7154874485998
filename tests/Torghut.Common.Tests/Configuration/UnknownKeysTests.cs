using FsCheck;
using FsCheck.Fluent;
using Torghut.Common.Configuration;

namespace Torghut.Common.Tests.Configuration;

/// <summary>A misspelt key is named with the one that was meant; what other programs read is left alone.</summary>
public sealed class UnknownKeysTests
{
    private static readonly string[] Own = ["SAMPLE_"];

    [TestCase("SAMPLE_LINGER", "SAMPLE_LINGER_MS")]
    [TestCase("SAMPLE_LINGERMS", "SAMPLE_LINGER_MS")]
    [TestCase("SAMPLE_BOOTSTRAPS", "SAMPLE_BOOTSTRAP")]
    [TestCase("SAMPLE_TTL_DAYS_SIGNAL", "SAMPLE_TTL_DAYS_SIGNALS")]
    [TestCase("SAMPLE_CAPS", "SAMPLE_CAP")]
    public void Find_MisspeltKey_NamesTheNearest(string name, string nearest) =>
        Assert.That(Found(Own, name), Is.EqualTo(new[] { new UnknownKey(name, nearest) }));

    [Test]
    public void Find_KeyOfTheOwnPrefixThatIsNearNone_IsNamedAllTheSame() =>
        Assert.That(Found(Own, "SAMPLE_SOMETHING_ELSE_ALTOGETHER").Select(key => key.Name), Is.EqualTo(new[] { "SAMPLE_SOMETHING_ELSE_ALTOGETHER" }));

    /// <summary>The first word is one that other services' keys have too: only a slip of the pen counts.</summary>
    [TestCase("SAMPLE_LIMITS", true)]
    [TestCase("SAMPLE_SOMETHING_ELSE_ALTOGETHER", false)]
    public void Find_PrefixThatOthersHaveToo_NamesSlipsOnly(string name, bool isNamed) => Assert.That(Found([], name).Any(), Is.EqualTo(isNamed));

    [TestCase("SAMPLE_LIMIT")]
    [TestCase("SAMPLE_CAP")]
    [TestCase("PATH")]
    [TestCase("SIMPLE_LIMIT")]
    [TestCase("sample_limit")]
    [TestCase("")]
    [TestCase("_")]
    public void Find_KnownOrForeignKey_IsNotNamed(string name) => Assert.That(Found(Own, name), Is.Empty);

    [Test]
    public void Find_Several_AreInOrderAndTooLongOnesAreLeftOut() => Assert.That(
        Found(Own, "SAMPLE_URLS", "SAMPLE_MODES", "SAMPLE_" + new string('X', 1_000_000)).Select(key => key.Name),
        Is.EqualTo(new[] { "SAMPLE_MODES", "SAMPLE_URLS" }));

    [Test]
    public void Find_AnyNames_NeverThrowsAndNamesNoKnownKey() => Prop.ForAll<string[]>(names =>
        Found(Own, [.. names.Select(name => name ?? ""), "SAMPLE_LIMIT"]).All(key => key.Name != "SAMPLE_LIMIT")).QuickCheckThrowOnFailure();

    /// <summary>A cluster sets the port beside the host in every pod, and nobody else can.</summary>
    [Test]
    public void Find_NeighbourOfAClustersKey_IsNotNamed() =>
        Assert.That(UnknownKeys.Find([typeof(SampleClusterOptions)], [], ["KUBERNETES_SERVICE_PORT"]), Is.Empty);

    /// <summary>A pod may have the settings of a command that is run in it.</summary>
    [Test]
    public void Find_KeyOfACommandOfTheProgram_IsKnown() => Assert.That(
        UnknownKeys.Find(UnknownKeys.OfTheSameProgram([typeof(SampleOptions)]), ["SAMPLE_", "KUBERNETES_"], ["SAMPLE_LIMIT", "KUBERNETES_SERVICE_HOST"]),
        Is.Empty);

    private static IReadOnlyList<UnknownKey> Found(IReadOnlyList<string> own, params string[] names) =>
        UnknownKeys.Find([typeof(SampleOptions)], own, names);
}
