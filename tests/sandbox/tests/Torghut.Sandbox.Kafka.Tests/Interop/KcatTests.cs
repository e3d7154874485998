using System.ComponentModel;
using System.Diagnostics;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Interop;

/// <summary>kcat, with an older librdkafka of its own and every codec, on the other end.</summary>
public sealed class KcatTests
{
    private static readonly string[] Lines = [.. Enumerable.Range(0, 500).Select(i => $"k{i % 5}:value {i} {new string('z', i % 90)}")];

    [TestCase("none")]
    [TestCase("gzip")]
    [TestCase("snappy")]
    [TestCase("lz4")]
    [TestCase("zstd")]
    public async Task ProduceAndConsume_EveryCodec_ComesBack(string codec)
    {
        var topic = await TestTopic.CreateAsync();

        await KcatAsync(string.Join('\n', Lines), "-P", "-t", topic, "-K", ":", "-z", codec);
        var back = await KcatAsync("", "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%k:%s\n");

        Assert.That(back.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(Lines));
    }

    [Test]
    public async Task Produce_Keyed_IsReadByTheSuitesClient()
    {
        var topic = await TestTopic.CreateAsync(partitions: 3);

        await KcatAsync(string.Join('\n', Lines), "-P", "-t", topic, "-K", ":", "-z", "lz4", "-X", "partitioner=murmur2_random");
        var records = Clients.ReadAll(topic, partitions: 3);

        Assert.That(records.Select(r => $"{r.Message.Key}:{r.Message.Value}"), Is.EquivalentTo(Lines));
        foreach (var key in records.GroupBy(r => r.Message.Key))
        {
            Assert.That(key.Select(r => r.Partition).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Group_OfKcat_CommitsItsPosition()
    {
        var topic = await TestTopic.CreateAsync();
        await Clients.SendAsync(topic, ["a", "b", "c"]);

        var first = await KcatAsync("", "-G", topic, topic, "-q", "-c", "2", "-X", "auto.offset.reset=earliest", "-f", "%s\n");
        var second = await KcatAsync("", "-G", topic, topic, "-q", "-c", "1", "-X", "auto.offset.reset=earliest", "-f", "%s\n");

        Assert.That(first, Is.EqualTo("a\nb\n"));
        Assert.That(second, Is.EqualTo("c\n"));
    }

    [Test]
    public async Task Query_ByTime_FindsTheOffset()
    {
        var topic = await TestTopic.CreateAsync(config: ("retention.ms", "-1"));
        using (var producer = Clients.Producer())
        {
            for (var i = 0; i < 5; i++)
            {
                await producer.ProduceAsync(topic,
                    new Message<string?, string?> { Value = "v", Timestamp = new Timestamp(1_700_000_000_000 + (i * 1000), TimestampType.CreateTime) });
            }
        }

        Assert.That(await KcatAsync("", "-Q", "-t", $"{topic}:0:1700000002500"), Does.Contain("offset 3"));
    }

    [Test]
    public async Task List_Metadata_NamesTheTopic()
    {
        var topic = await TestTopic.CreateAsync(partitions: 2);

        Assert.That(await KcatAsync("", "-L", "-t", topic), Does.Contain($"topic \"{topic}\" with 2 partitions"));
    }

    private static async Task<string> KcatAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("kcat") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(TestKafka.Bootstrap).Prepend("-b"))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            Assert.That(process.ExitCode, Is.Zero, await errors);
            return await output;
        }
        catch (Win32Exception)
        {
            Assert.Fail("kcat is not on the path: run build/bootstrap --for test");
            return "";
        }
    }
}
