using System.Text;
using Confluent.Kafka;
using Torghut.Common.Tracing;

namespace Torghut.Common.Tests.Tracing;

public sealed class TraceHeaderTests
{
    private const string Valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Test]
    public void Read_ValidHeader_GivesTheSendersSpan()
    {
        var context = TraceHeader.Read(HeadersOf(Encoding.ASCII.GetBytes(Valid)));

        Assert.That((context.TraceId.ToHexString(), context.SpanId.ToHexString()), Is.EqualTo(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")));
        Assert.That(context.IsRemote, Is.True);
    }

    [TestCase("")]
    [TestCase("hello")]
    [TestCase("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [TestCase("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [TestCase("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [TestCase("00-0af7651916cd43dd8448eb211c80319Z-b7ad6b7169203331-01")]
    [TestCase("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\u00ff")]
    [TestCase(Valid + "-more")]
    public void Read_NotATraceContext_GivesNone(string text) =>
        Assert.That(TraceHeader.Read(HeadersOf(Encoding.Latin1.GetBytes(text))), Is.EqualTo(default(System.Diagnostics.ActivityContext)));

    [Test]
    public void Read_NoHeaderNullOrHuge_GivesNone()
    {
        Assert.Multiple(() =>
        {
            Assert.That(TraceHeader.Read(null).TraceId, Is.EqualTo(default(System.Diagnostics.ActivityTraceId)));
            Assert.That(TraceHeader.Read([]).TraceId, Is.EqualTo(default(System.Diagnostics.ActivityTraceId)));
            Assert.That(TraceHeader.Read(HeadersOf(null)).TraceId, Is.EqualTo(default(System.Diagnostics.ActivityTraceId)));
            Assert.That(TraceHeader.Read(HeadersOf(new byte[1_000_000])).TraceId, Is.EqualTo(default(System.Diagnostics.ActivityTraceId)));
        });
    }

    private static Headers HeadersOf(byte[]? value) => new() { { TraceHeader.Name, value } };
}
