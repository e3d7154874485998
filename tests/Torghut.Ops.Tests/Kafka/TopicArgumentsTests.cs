using Torghut.Ops.Kafka;

namespace Torghut.Ops.Tests.Kafka;

public sealed class TopicArgumentsTests
{
    [TestCase("tail t", 10, false, -1, null)]
    [TestCase("tail t --count 3 --follow", 3, true, -1, null)]
    [TestCase("decode a.b-c_1 --partition 2 --offset 5", 1, false, 2, 5L)]
    [TestCase("decode t --offset 0 --partition 0 --count 4", 4, false, 0, 0L)]
    public void Parse_Right_IsRead(string words, int count, bool follow, int partition, long? offset)
    {
        var arguments = Parse(words)!;
        Assert.That((arguments.Count, arguments.Follow, arguments.Partition, arguments.Offset), Is.EqualTo((count, follow, partition, offset)));
    }

    [TestCase("")]
    [TestCase("tail")]
    [TestCase("head t")]
    [TestCase("tail a/b")]
    [TestCase("tail t --count 0")]
    [TestCase("tail t --count 10001")]
    [TestCase("tail t --count -1")]
    [TestCase("tail t --offset 1")]
    [TestCase("tail t --follow --follow")]
    [TestCase("decode t")]
    [TestCase("decode t --partition 1")]
    [TestCase("decode t --offset 1")]
    [TestCase("decode t --partition 1 --offset")]
    [TestCase("decode t --partition 1 --offset 1 --follow")]
    public void Parse_Wrong_IsRefused(string words) => Assert.That(Parse(words), Is.Null);

    private static TopicArguments? Parse(string words) => TopicArguments.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
