using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

public sealed class RejectionTests
{
    private const string Good = """{"T":"t","S":"OK","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""";

    [TestCase("""{"T":"t","S":"A","i":1,"p":NaN,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.WrongType)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":1e999,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.NotFinite)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":"2","s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.WrongType)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":0,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.OutOfRange)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":2,"s":-3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.OutOfRange)]
    [TestCase("""{"T":"t","S":"A","i":1.5,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.WrongType)]
    [TestCase("""{"T":"t","S":"A","i":99999999999999999999,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.NotFinite)]
    [TestCase("""{"T":"t","S":"A","i":9223372036854775808,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.NotFinite)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":02,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.Malformed)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":2,"s":3}""", RejectReason.MissingField)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":2,"s":3,"t":"yesterday"}""", RejectReason.BadTimestamp)]
    [TestCase("""{"T":"t","S":"A","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26.1234567890Z"}""", RejectReason.BadTimestamp)]
    [TestCase("""{"T":"t","S":"","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.BadSymbol)]
    [TestCase("""{"T":"t","S":"A B","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.BadSymbol)]
    [TestCase("""{"T":"t","S":"ABCDEFGHIJABCDEFGHIJABCDEFGHIJABC","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""", RejectReason.TooLong)]
    [TestCase("""{"T":"t","S":"A","c":["1","2","3","4","5","6","7","8","9","a","b","c","d","e","f","g","h"]}""", RejectReason.TooLong)]
    [TestCase("""{"T":"zz","S":"A"}""", RejectReason.UnknownType)]
    [TestCase("""{"S":"A"}""", RejectReason.UnknownType)]
    [TestCase("""{"T":5}""", RejectReason.WrongType)]
    [TestCase("""{"T":"t" "S":"A"}""", RejectReason.Malformed)]
    [TestCase("""{"T":"t",}""", RejectReason.Malformed)]
    [TestCase("""{"T":"error","code":99999999999,"msg":""}""", RejectReason.OutOfRange)]
    [TestCase("17", RejectReason.Malformed)]
    [TestCase("null", RejectReason.Malformed)]
    [TestCase("[[]]", RejectReason.Malformed)]
    public void Parse_BadMessage_IsReportedAndItsNeighboursArrive(string bad, RejectReason reason)
    {
        var read = RecordingHandler.Read($"[{Good},{bad},{Good}]");

        Assert.That(read.Messages.OfType<TradeMessage>().Count(), Is.EqualTo(2));
        Assert.That(read.Rejections, Is.EqualTo(new[] { (reason, bad) }));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("[")]
    [TestCase("[{\"T\":\"t\"")]
    [TestCase("[{\"T\":\"t\",\"S\":\"A")]
    [TestCase("[" + Good)]
    [TestCase("[" + Good + ",")]
    public void Parse_CutFrame_IsTruncated(string frame)
    {
        var read = RecordingHandler.Read(frame);

        Assert.That(read.Rejections.Select(rejection => rejection.Reason), Is.EqualTo(new[] { RejectReason.Truncated }));
    }

    [TestCase("{}")]
    [TestCase("hello")]
    [TestCase("[" + Good + "] x")]
    [TestCase("[" + Good + " " + Good + "]")]
    [TestCase("[" + Good + ",]")]
    public void Parse_NotAnArray_IsMalformed(string frame)
    {
        var read = RecordingHandler.Read(frame);

        Assert.That(read.Rejections.Select(rejection => rejection.Reason), Is.EqualTo(new[] { RejectReason.Malformed }));
    }

    [Test]
    public void Parse_InvalidUtf8_IsReported()
    {
        var frame = Encoding.UTF8.GetBytes("""[{"T":"s","S":"A","sc":"H","sm":"??","t":"2026-04-06T15:54:26Z"}]""");
        frame[Array.IndexOf(frame, (byte)'?')] = 0xC3;

        Assert.That(RecordingHandler.Read(frame).Rejections.Single().Reason, Is.EqualTo(RejectReason.BadText));
    }

    [Test]
    public void Parse_DeepNesting_IsRefused()
    {
        var frame = """[{"T":"t","deep":""" + new string('[', 100_000) + "}]";

        Assert.That(RecordingHandler.Read(frame).Rejections.Single().Reason, Is.EqualTo(RejectReason.TooLong));
    }

    [Test]
    public void Parse_EmptyArray_DeliversNothing()
    {
        var read = RecordingHandler.Read(" [ ] ");

        Assert.That(read.Messages, Is.Empty);
        Assert.That(read.Rejections, Is.Empty);
    }
}
