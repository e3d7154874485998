using Torghut.Avro;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Tests;

internal sealed class AvroCompatibilityTests
{
    private const string One = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string WithOptional =
        """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","int"],"default":null}]}""";
    private const string WithRequired = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""";
    private const string Wider = """{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""";

    [TestCase(One, WithOptional, AvroCompatibilityLevel.Full, true)]
    [TestCase(One, WithRequired, AvroCompatibilityLevel.Backward, false)]
    [TestCase(One, WithRequired, AvroCompatibilityLevel.Forward, true)]
    [TestCase(WithRequired, One, AvroCompatibilityLevel.Backward, true)]
    [TestCase(WithRequired, One, AvroCompatibilityLevel.Forward, false)]
    [TestCase(One, Wider, AvroCompatibilityLevel.Backward, true)]
    [TestCase(One, Wider, AvroCompatibilityLevel.Full, false)]
    [TestCase(One, "\"string\"", AvroCompatibilityLevel.None, true)]
    public void Check_NewVersion_FollowsTheLevel(string previous, string candidate, AvroCompatibilityLevel level, bool expected)
    {
        var messages = AvroCompatibility.Check(AvroSchema.Parse(candidate), [AvroSchema.Parse(previous)], level);
        Assert.That(messages.Count == 0, Is.EqualTo(expected), string.Join("; ", messages));
    }

    [TestCase(AvroCompatibilityLevel.Backward, true)]
    [TestCase(AvroCompatibilityLevel.BackwardTransitive, false)]
    public void Check_OlderVersions_CountForTransitiveLevelsOnly(AvroCompatibilityLevel level, bool expected)
    {
        AvroSchema[] previous = [AvroSchema.Parse(One), AvroSchema.Parse(WithRequired)];
        Assert.That(AvroCompatibility.Check(AvroSchema.Parse(WithRequired), previous, level).Count == 0, Is.EqualTo(expected));
    }

    [Test]
    public void Check_Incompatible_NamesThePlaceAndTheKind()
    {
        var problem = new AvroResolver(AvroSchema.Parse(One), AvroSchema.Parse(WithRequired)).Incompatibilities.Single();
        Assert.Multiple(() =>
        {
            Assert.That(problem.Kind, Is.EqualTo(AvroIncompatibilityKind.ReaderFieldMissingDefaultValue));
            Assert.That(problem.Path, Is.EqualTo("R.b"));
        });
    }

    [Test]
    public void Level_EveryWord_ReadsBack()
    {
        foreach (var level in Enum.GetValues<AvroCompatibilityLevel>())
        {
            Assert.That(AvroCompatibility.TryParseLevel(AvroCompatibility.ToText(level), out var read), Is.True);
            Assert.That(read, Is.EqualTo(level));
        }
    }
}
