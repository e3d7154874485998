using System.Text.Json;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Tests.Log;

/// <summary>
/// What lies in data directories. A test that fails here says that old directories would be read wrongly: summaries may change with
/// their format version, as they are rebuilt; the journal and the state numbers may only grow.
/// </summary>
public sealed class StoredFormatTests
{
    [Test]
    public void TransactionState_Numbers_AreFrozen() => Assert.That(
        Enum.GetValues<TransactionState>().Select(s => $"{(sbyte)s} {s}"),
        Is.EqualTo(new[] { "0 Empty", "1 Ongoing", "2 PrepareCommit", "3 PrepareAbort", "4 CompleteCommit", "5 CompleteAbort" }));

    [Test]
    public void TransactionRecord_Bytes_AreFrozenAndComeBack()
    {
        var record = new TransactionRecord("id", 1001, 4, 60_000)
        {
            LastEpoch = 3,
            State = TransactionState.Ongoing,
            Started = 5,
            Partitions = [new("t", 2)],
            Groups = ["g"],
        };
        using var writer = new WireWriter();
        record.Write(writer);
        var bytes = writer.Written.ToArray();
        var reader = new WireReader();
        reader.Reset(bytes, 0, bytes.Length);
        var back = TransactionRecord.Read(reader);

        Assert.That(Convert.ToHexString(bytes), Is.EqualTo("00026964" + "00000000000003E9" + "0004" + "0000EA60" + "0003" + "01" + "0000000000000005"
            + "00000001" + "000174" + "00000002" + "00000001" + "000167"));
        Assert.That(back with { Partitions = record.Partitions, Groups = record.Groups }, Is.EqualTo(record));
        Assert.That(back.Partitions, Is.EqualTo(record.Partitions));
        Assert.That(back.Groups, Is.EqualTo(record.Groups));
    }

    [Test]
    public void ScramCredential_Bytes_AreFrozenAndComeBack()
    {
        using var writer = new WireWriter();
        new ScramCredential([1, 2], 4096, [3], [4, 5]).Write(writer);
        var bytes = writer.Written.ToArray();
        var reader = new WireReader();
        reader.Reset(bytes, 0, bytes.Length);
        var back = ScramCredential.Read(reader);

        Assert.That(Enum.GetValues<ScramMechanism>().Select(m => $"{(sbyte)m} {m}"), Is.EqualTo(new[] { "1 Sha256", "2 Sha512" }));
        Assert.That(Convert.ToHexString(bytes), Is.EqualTo("00000002" + "0102" + "00001000" + "00000001" + "03" + "00000002" + "0405"));
        Assert.That(back.Iterations, Is.EqualTo(4096));
        Assert.That(new[] { back.Salt, back.StoredKey, back.ServerKey }, Is.EqualTo(new byte[][] { [1, 2], [3], [4, 5] }));
    }

    [Test]
    public void SegmentSummary_Written_ComesBackAndDamageIsNoticed()
    {
        var directory = Directory.CreateTempSubdirectory("torghut-kafka-summary-").FullName;
        try
        {
            var segment = Path.Combine(directory, LogSegment.FileName(0));
            var entry = new ProducerEntry(9) { OpenTransaction = 4 };
            var summary = new SegmentSummary(100, 7, 55, 6, DateTimeOffset.FromUnixTimeMilliseconds(1), [new(0, 0, -1)], [new(9, 1, 3)], [entry]);
            summary.Write(segment);

            var back = SegmentSummary.Read(segment)!;
            var path = SegmentSummary.PathFor(segment);
            var bytes = File.ReadAllBytes(path);
            bytes[20] ^= 1;
            File.WriteAllBytes(path, bytes);

            Assert.That(back.Index, Is.EqualTo(summary.Index));
            Assert.That(back.Aborted, Is.EqualTo(summary.Aborted));
            Assert.That(back.Producers.Single().OpenTransaction, Is.EqualTo(4));
            Assert.That((back.Size, back.NextOffset, back.MaxTimestamp, back.FirstAppend), Is.EqualTo((100L, 7L, 55L, summary.FirstAppend)));
            Assert.That(SegmentSummary.Read(segment), Is.Null);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void Options_AsJson_ReachAChildProcessWhole()
    {
        var options = new KafkaBrokerOptions
        {
            DataDirectory = "data",
            Fsync = FsyncPolicy.Every(TimeSpan.FromSeconds(2)),
            Topics = [
                new KafkaTopicDefinition("t", 3) { Retention = TimeSpan.FromDays(7), Config = new Dictionary<string, string> { ["segment.bytes"] = "1" } }],
            Users = [new KafkaUser("u", "p")],
            FaultPort = 0,
        };

        var back = JsonSerializer.Deserialize<KafkaBrokerOptions>(JsonSerializer.Serialize(options))!;

        Assert.That(JsonSerializer.Serialize(back), Is.EqualTo(JsonSerializer.Serialize(options)));
        Assert.That(back.Fsync, Is.EqualTo(options.Fsync));
        Assert.That(TopicConfig.Of(back.Topics[0]).Retention, Is.EqualTo(TimeSpan.FromDays(7)));
    }

    [TestCase("retention.ms", "x")]
    [TestCase("cleanup.policy", "shred")]
    [TestCase("min.cleanable.dirty.ratio", "half")]
    [TestCase("nonsense", "1")]
    public void TopicConfig_ImpossibleSetting_NamesIt(string name, string value)
    {
        var refused = Assert.Throws<TopicConfigException>(() => _ = new TopicConfig(new Dictionary<string, string> { [name] = value }));

        Assert.That(refused!.Message, Does.Contain(name));
    }
}
