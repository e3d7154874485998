using System.Text.Json.Nodes;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class TaStatusReaderTests
{
    [Test]
    public void Read_GapsOfPartitionsAndTables_AreAddedUp()
    {
        var read = Read("""
            {"status":"ok","compute":{"partitions":[{"input_gap_records":40,"corporate_actions":[{"symbol":"SPL","kind":"split"}]},{"input_gap_records":2}]},
            "sink":{"gap_rows":{"ta_microbars":10,"ta_signals":1}}}
            """);
        Assert.That(read.ToJsonString(), Is.EqualTo(
            """{"status":"ok","input_gap_records":42,"sink_gap_rows":11,"corporate_actions":[{"symbol":"SPL","kind":"split"}]}"""));
    }

    [TestCase("{}")]
    [TestCase("""{"compute":7,"sink":[]}""")]
    [TestCase("""{"compute":{"partitions":[null,3,{"input_gap_records":"many","corporate_actions":{}}]},"sink":{"gap_rows":null}}""")]
    public void Read_AnotherShape_CountsNothing(string status) =>
        Assert.That(((double)Read(status)["input_gap_records"]!, (double)Read(status)["sink_gap_rows"]!), Is.EqualTo((0.0, 0.0)));

    private static JsonObject Read(string status) => TaStatusReader.Read((JsonObject)JsonNode.Parse(status)!);
}
