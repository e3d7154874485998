using System.Xml.Linq;
using Confluent.Kafka;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Versions that are held for a reason: docs/adr/0011-librdkafka-pin.md says which, and what must be shown before they move.</summary>
public sealed class PinRules
{
    private const string Held = "2.15.1";

    [TestCase("Confluent.Kafka")]
    [TestCase("librdkafka.redist")]
    public void KafkaClient_Pin_IsTheVersionThatReturns(string package)
    {
        var pins = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Where(pin => (string?)pin.Attribute("Include") == package).Select(pin => (string?)pin.Attribute("Version"));

        Assert.That(pins, Is.EqualTo(new[] { Held }), "2.16 may wait without end in SendOffsetsToTransaction: see docs/adr/0011-librdkafka-pin.md.");
    }

    [Test]
    public void Librdkafka_Loaded_IsThePinnedVersion() => Assert.That(Library.VersionString, Is.EqualTo(Held));
}
