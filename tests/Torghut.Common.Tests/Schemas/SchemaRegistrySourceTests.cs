using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Avro;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;

namespace Torghut.Common.Tests.Schemas;

public sealed class SchemaRegistrySourceTests
{
    private const string IntSchema = """{"schema":"\"int\""}""";
    private static readonly AvroSchema Schema = AvroSchema.Parse("""{"type":"record","name":"R","fields":[]}""");

    [TestCase(404, """{"error_code":40403,"message":"Schema not found"}""", SchemaSourceError.NotFound, 1)]
    [TestCase(409, """{"error_code":409,"message":"incompatible"}""", SchemaSourceError.Incompatible, 1)]
    [TestCase(422, """{"error_code":42201,"message":"Invalid schema"}""", SchemaSourceError.InvalidSchema, 1)]
    [TestCase(401, "", SchemaSourceError.Denied, 1)]
    [TestCase(401, """{"error_code":401,"message":"Unauthorized"}""", SchemaSourceError.Denied, 1)]
    [TestCase(403, "<html>", SchemaSourceError.Denied, 1)]
    [TestCase(500, """{"error_code":50001,"message":"store"}""", SchemaSourceError.Unavailable, 3)]
    [TestCase(503, "<html>", SchemaSourceError.Unavailable, 3)]
    [TestCase(500, "", SchemaSourceError.Unavailable, 3)]
    [TestCase(502, "<html>", SchemaSourceError.Unavailable, 3)]
    [TestCase(504, "", SchemaSourceError.Unavailable, 3)]
    [TestCase(408, "", SchemaSourceError.Unavailable, 3)]
    [TestCase(400, """{"error_code":400,"message":"what?"}""", SchemaSourceError.Denied, 1)]
    [TestCase(403, """{"error_code":403,"message":"Forbidden"}""", SchemaSourceError.Denied, 1)]
    [TestCase(404, "<html>", SchemaSourceError.NotFound, 1)]
    [TestCase(429, "slow down", SchemaSourceError.Unavailable, 3)]
    [TestCase(200, "<html>", SchemaSourceError.Unavailable, 3)]
    [TestCase(200, "[]", SchemaSourceError.Unavailable, 3)]
    [TestCase(200, "{}", SchemaSourceError.Unavailable, 3)]
    [TestCase(200, "", SchemaSourceError.Unavailable, 3)]
    [TestCase(200, """{"schema":"no schema"}""", SchemaSourceError.InvalidSchema, 1)]
    [TestCase(200, """{"schema":"{}","schemaType":"JSON"}""", SchemaSourceError.InvalidSchema, 1)]
    [TestCase(200, """{"schema":"{}","schemaType":"THRIFT"}""", SchemaSourceError.Unavailable, 3)]
    [TestCase(200, """{"schema":"\"n.Price\"","references":[{"name":"n.Price","subject":"price","version":1}]}""", SchemaSourceError.InvalidSchema, 1)]
    public async Task GetSchema_AnyFailure_IsTypedAndRetriedWhenThatCanHelp(int status, string body, SchemaSourceError expected, int requests)
    {
        await using var server = await StubRegistryServer.StartAsync(status, body);
        using var source = server.Source();
        var error = await Assert.ThrowsAsync<SchemaSourceException>(() => source.GetSchemaAsync(3));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Error, Is.EqualTo(expected), error.Message);
            Assert.That(error!.IsTransient, Is.EqualTo(expected == SchemaSourceError.Unavailable));
            Assert.That(error!.Datum, Is.EqualTo("schema 3"));
            Assert.That(error!.Message, Does.StartWith("schema 3: "));
            Assert.That(server.Requests, Is.EqualTo(requests));
        });
    }

    [Test]
    public async Task GetId_AnswerWithoutAnId_IsNoId()
    {
        await using var server = await StubRegistryServer.StartAsync(200, "{}");
        using var source = server.Source();
        Assert.Multiple(() =>
        {
            Assert.That(async () => await source.GetIdAsync("s", Schema), Throws.InstanceOf<SchemaSourceException>().With.Property("IsTransient").True);
            Assert.That(async () => await source.RegisterAsync("s", Schema), Throws.InstanceOf<SchemaSourceException>().With.Property("Datum")
                .EqualTo("subject s"));
        });
    }

    [Test]
    public async Task GetSchema_Twice_AsksOnce()
    {
        await using var server = await StubRegistryServer.StartAsync(200, IntSchema);
        using var source = server.Source();
        var texts = new[] { (await source.GetSchemaAsync(3)).Json, (await source.GetSchemaAsync(3)).Json };
        Assert.Multiple(() =>
        {
            Assert.That(texts, Is.EqualTo(new[] { "\"int\"", "\"int\"" }));
            Assert.That(server.Requests, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Register_Twice_AsksOnceAndEscapesTheSubject()
    {
        await using var server = await StubRegistryServer.StartAsync(200, """{"id":7}""");
        using var source = server.Source(new SchemaRegistrySettings { Url = new Uri(server.Address, "base") });
        var ids = new[] { await source.RegisterAsync("a b-value", Schema), await source.RegisterAsync("a b-value", Schema) };
        Assert.Multiple(() =>
        {
            Assert.That(ids, Is.EqualTo(new[] { 7, 7 }));
            Assert.That(server.Requests, Is.EqualTo(1));
            Assert.That(server.Last.Path, Is.EqualTo("POST /base/subjects/a%20b-value/versions"));
        });
    }

    [Test]
    public async Task GetSchema_ServerThatRecovers_IsAskedAgain()
    {
        await using var server =
            await StubRegistryServer.StartAsync((number, context) => StubRegistryServer.WriteAsync(context, number < 3 ? 503 : 200, IntSchema));
        using var source = server.Source();
        Assert.That((await source.GetSchemaAsync(3)).Json, Is.EqualTo("\"int\""));
    }

    [TestCase("""{}""")]
    [TestCase("""{"schema":"nope"}""")]
    [TestCase("""{"schema":"no schema"}""")]
    [TestCase("""{"schema":"{}","schemaType":"JSON"}""")]
    [TestCase("""{"schema":"{}","schemaType":"THRIFT"}""")]
    [TestCase("""{"schema":"\"double\""}""")]
    public async Task GetSchema_AnswerThatIsNoRegistrys_IsNotKept(string poison)
    {
        var poisoned = true;
        await using var server = await StubRegistryServer.StartAsync(
            (_, context) => StubRegistryServer.WriteAsync(context, 200, Volatile.Read(ref poisoned) ? poison : IntSchema));
        using var source = server.Source(new SchemaRegistrySettings { Url = server.Address, MaxSchemaLength = 5 });
        await Assert.ThrowsAsync<SchemaSourceException>(() => source.GetSchemaAsync(3));
        Volatile.Write(ref poisoned, false);
        Assert.That((await source.GetSchemaAsync(3)).Json, Is.EqualTo("\"int\""));
    }

    [Test]
    public async Task GetSchema_NobodyListens_IsTransient()
    {
        var server = await StubRegistryServer.StartAsync(200, IntSchema);
        using var source = server.Source();
        await server.DisposeAsync();
        Assert.That(async () => await source.GetSchemaAsync(3), Throws.InstanceOf<SchemaSourceException>().With.Property("IsTransient").True);
    }

    [Test]
    public async Task GetSchema_ServerThatDoesNotAnswer_TimesOutAsAFailureOfItsOwn()
    {
        await using var server =
            await StubRegistryServer.StartAsync((_, context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var source = server.Source(new SchemaRegistrySettings
        {
            Url = server.Address,
            RequestTimeout = TimeSpan.FromMilliseconds(150),
            TotalTimeout = TimeSpan.FromSeconds(1),
        });
        Assert.That(async () => await source.GetSchemaAsync(3), Throws.InstanceOf<SchemaSourceException>().With.Property("IsTransient").True);
    }

    [Test]
    public async Task GetSchema_CancelledByCaller_EndsAtOnceAndIsNoFailure()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await StubRegistryServer.StartAsync(async (_, context) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var source = server.Source();
        Assert.That(async () => await source.GetSchemaAsync(3, cancel.Token), Throws.InstanceOf<OperationCanceledException>(),
            "the client's own time-out would be a failure of the registry");
    }

    [Test]
    public async Task GetSchema_TooLong_IsNotParsed()
    {
        await using var server = await StubRegistryServer.StartAsync(200, IntSchema);
        using var source = server.Source(new SchemaRegistrySettings { Url = server.Address, MaxSchemaLength = 4 });
        Assert.That(
            async () => await source.GetSchemaAsync(3),
            Throws.InstanceOf<SchemaSourceException>().With.Property("Error").EqualTo(SchemaSourceError.InvalidSchema).And.Message.Contains("5 characters"));
    }

    [Test]
    public async Task GetSchema_ServerThatKeepsFailing_IsLeftAloneAndFoundAgain()
    {
        var failing = true;
        await using var server =
            await StubRegistryServer.StartAsync((_, context) => StubRegistryServer.WriteAsync(context, Volatile.Read(ref failing) ? 500 : 200, IntSchema));
        using var source = server.Source();
        const int Calls = 8;
        for (var i = 0; i < Calls; i++)
        {
            await Assert.ThrowsAsync<SchemaSourceException>(() => source.GetSchemaAsync(3));
        }

        Assert.That(server.Requests, Is.LessThan(Calls * 3), "an open circuit asks nobody");
        Volatile.Write(ref failing, false);
        var found = SchemaRegistryCalls.WithoutEnd(TimeProvider.System, exception => exception.IsTransient, NullLogger.Instance);
        Assert.That((await found.RunAsync(token => source.GetSchemaAsync(3, token), onFailure: null, CancellationToken.None)).Json, Is.EqualTo("\"int\""));
    }

    [Test]
    public void WithoutEnd_FailuresOfTheKind_AreToldAndWaitedOut()
    {
        var reported = new List<SchemaSourceError>();
        var attempts = 0;
        var call = SchemaRegistryCalls.WithoutEnd(TimeProvider.System, exception => exception.IsTransient, NullLogger.Instance);
        Assert.That(
            () => call.RunAsync(
                _ => throw new SchemaSourceException(attempts++ < 4 ? SchemaSourceError.Unavailable : SchemaSourceError.NotFound, "schema 1", "x"),
                attempt =>
                {
                    reported.Add(((SchemaSourceException)attempt.Failure).Error);
                    return Task.CompletedTask;
                },
                CancellationToken.None),
            Throws.InstanceOf<SchemaSourceException>().With.Property("Error").EqualTo(SchemaSourceError.NotFound));
        Assert.That(reported, Is.EqualTo(Enumerable.Repeat(SchemaSourceError.Unavailable, 4)));
    }

    [Test]
    public async Task GetSchema_BasicAuthentication_IsSent()
    {
        await using var server = await StubRegistryServer.StartAsync(200, IntSchema);
        using var source = server.Source(new SchemaRegistrySettings { Url = server.Address, BasicAuthUserInfo = "user:secret" });
        await source.GetSchemaAsync(3);
        Assert.That(server.Last.Authorization, Is.EqualTo("Basic " + Convert.ToBase64String("user:secret"u8)));
    }

    [Test]
    public void Settings_Text_HidesThePassword() =>
        Assert.That(new SchemaRegistrySettings { Url = new Uri("http://r"), BasicAuthUserInfo = "user:secret" }.ToString(), Does.Not.Contain("secret"));
}
