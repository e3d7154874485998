using System.Net;

namespace Torghut.ClickHouse.Tests.Client;

/// <summary>Answers that a real server gives only when something breaks in between.</summary>
public sealed class BrokenAnswerTests
{
    // One column "a" of UInt32, and the value 7.
    private static readonly byte[] Whole = [1, 1, (byte)'a', 6, .. "UInt32"u8, 7, 0, 0, 0];

    [Test]
    public void Read_AnswerCutAtAnyByte_IsAConnectionErrorOrOneRowLess()
    {
        for (int length = 0; length < Whole.Length; length++)
        {
            byte[] cut = Whole[..length];
            if (length == Whole.Length - 4) Assert.That(() => ScalarAsync(cut), Throws.Nothing);
            else Assert.That(() => ScalarAsync(cut), Throws.TypeOf<ClickHouseConnectionException>(), $"cut at {length}");
        }
        Assert.That(async () => await ScalarAsync(Whole), Is.EqualTo(7u));
    }

    [Test]
    public void Read_LengthBeyondTheLimit_IsAProtocolError() =>
        Assert.That(() => ScalarAsync([1, 1, (byte)'a', 6, .. "String"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), Throws.TypeOf<ClickHouseProtocolException>());

    [Test]
    public void Read_NullMarkThatIsNeither_IsAProtocolError() =>
        Assert.That(() => ScalarAsync([1, 1, (byte)'a', 15, .. "Nullable(UInt8)"u8, 2]), Throws.TypeOf<ClickHouseProtocolException>());

    [TestCase(HttpStatusCode.BadGateway, true)]
    [TestCase(HttpStatusCode.NotFound, false)]
    public void Read_AnswerOfAProxy_HasNoCodeAndIsTransientByStatus(HttpStatusCode status, bool transient) =>
        Assert.That(
            () => ScalarAsync("<html>"u8.ToArray(), status),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(0).And.Property("IsTransient").EqualTo(transient));

    private static async Task<object?> ScalarAsync(byte[] body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var http = new HttpClient(new Answer(body, status));
        using var client = new ClickHouseClient(http, new ClickHouseClientSettings { Endpoint = new Uri("http://clickhouse") }, TimeProvider.System);
        return await client.ExecuteScalarAsync("SELECT a");
    }

    private sealed class Answer(byte[] body, HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body) });
    }
}
