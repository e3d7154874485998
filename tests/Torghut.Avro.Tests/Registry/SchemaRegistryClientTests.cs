using System.Net;
using Torghut.Avro.Registry;

namespace Torghut.Avro.Tests.Registry;

public sealed class SchemaRegistryClientTests
{
    private static readonly AvroSchema Schema = AvroSchema.Parse("""{"type":"record","name":"R","fields":[]}""");

    [Test]
    public async Task RegisterSchemaAsync_Twice_AsksOnce()
    {
        var handler = new StubHandler(_ => StubHandler.Json(HttpStatusCode.OK, """{"id":7}"""));
        var client = Client(handler);
        var ids = new[] { await client.RegisterSchemaAsync("a/b-value", Schema), await client.RegisterSchemaAsync("a/b-value", Schema) };
        Assert.Multiple(() =>
        {
            Assert.That(ids, Is.EqualTo(new[] { 7, 7 }));
            Assert.That(handler.Requests.Select(r => r.Request), Is.EqualTo(new[] { "POST /base/subjects/a%2Fb-value/versions" }));
            Assert.That(handler.Requests[0].Body, Does.StartWith("{\"schema\":"));
        });
    }

    [Test]
    public async Task GetSchemaAsync_Twice_AsksOnce()
    {
        var handler = new StubHandler(_ => StubHandler.Json(HttpStatusCode.OK, """{"schema":"\"int\""}"""));
        var client = Client(handler);
        var first = await client.GetSchemaAsync(3);
        Assert.That(await client.GetSchemaAsync(3), Is.SameAs(first));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(HttpStatusCode.NotFound, """{"error_code":40403,"message":"Schema not found"}""", 40403, false)]
    [TestCase(HttpStatusCode.Conflict, """{"error_code":409,"message":"incompatible"}""", 409, false)]
    [TestCase(HttpStatusCode.InternalServerError, """{"error_code":50001,"message":"store"}""", 50001, true)]
    [TestCase(HttpStatusCode.TooManyRequests, "slow down", null, true)]
    [TestCase(HttpStatusCode.BadGateway, "<html>", null, true)]
    [TestCase(HttpStatusCode.Unauthorized, "", null, false)]
    public async Task GetSchemaAsync_ErrorAnswer_IsTyped(HttpStatusCode status, string body, int? code, bool transient)
    {
        var client = Client(new StubHandler(_ => StubHandler.Json(status, body)));
        var error = await Assert.ThrowsAsync<SchemaRegistryException>(() => client.GetSchemaAsync(3));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Status, Is.EqualTo(status));
            Assert.That(error.ErrorCode, Is.EqualTo(code));
            Assert.That(error.IsTransient, Is.EqualTo(transient));
        });
    }

    [Test]
    public void GetSchemaAsync_NoAnswer_IsTransient()
    {
        var client = Client(new StubHandler(_ => throw new HttpRequestException("refused")));
        Assert.That(async () => await client.GetSchemaAsync(3), Throws.InstanceOf<SchemaRegistryException>().With.Property("IsTransient").True);
    }

    [Test]
    public void GetSchemaAsync_CancelledByCaller_IsNoRegistryFailure()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var client = Client(new StubHandler(_ => StubHandler.Json(HttpStatusCode.OK, "{}")));
        Assert.That(async () => await client.GetSchemaAsync(3, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task IsCompatibleAsync_UnknownSubject_IsCompatible()
    {
        var client = Client(new StubHandler(_ => StubHandler.Json(HttpStatusCode.NotFound, """{"error_code":40401,"message":"Subject not found"}""")));
        Assert.That((await client.IsCompatibleAsync("s", Schema)).IsCompatible, Is.True);
    }

    [Test]
    public void Config_Text_HidesThePassword()
    {
        Assert.That(new SchemaRegistryConfig { Url = new Uri("http://r"), BasicAuthUserInfo = "user:secret" }.ToString(), Does.Not.Contain("secret"));
    }

    private static SchemaRegistryClient Client(StubHandler handler) =>
        new(new HttpClient(handler), new SchemaRegistryConfig { Url = new Uri("http://registry/base") });
}
