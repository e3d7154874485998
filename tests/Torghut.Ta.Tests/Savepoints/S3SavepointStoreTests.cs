using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Common.Drills;
using Torghut.Ta.Drills;
using Torghut.Ta.Savepoints;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Savepoints;

/// <summary>An S3 service that fails in all ways that it can. That a healthy one is understood is the independent server's to show.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class S3SavepointStoreTests : IAsyncDisposable
{
    private const string EmptyList = """<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>""";
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("a savepoint");

    private readonly ElapsingTime _time = new(TimeSpan.FromSeconds(100), TimeSpan.FromMinutes(5));
    private readonly Queue<Func<HttpContext, Task>> _steps = new();
    private readonly List<string> _requests = [];
    private readonly List<IQueryCollection> _queries = [];
    private WebApplication? _server;

    private static IEnumerable<TestCaseData> PassingFaults() =>
    [
        new TestCaseData(Status(500, "InternalError")).SetArgDisplayNames("500"),
        new TestCaseData(Status(503, "SlowDown")).SetArgDisplayNames("503"),
        new TestCaseData(Status(400, "RequestTimeout")).SetArgDisplayNames("request time-out"),
        new TestCaseData((HttpContext context) => CutAsync(context)).SetArgDisplayNames("cut body"),
    ];

    [TestCaseSource(nameof(PassingFaults))]
    public async Task Read_FaultThatPasses_IsRepeated(Func<HttpContext, Task> fault)
    {
        using var store = await StoreAsync(fault, fault, Body(Content));
        Assert.That(await store.ReadAsync("one", CancellationToken.None), Is.EqualTo(Content));
        Assert.That((_requests.Count, _time.Waits.Count), Is.EqualTo((3, 2)));
        Assert.That(_time.Waits[0], Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(500)));
        Assert.That(_time.Waits[1], Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(1000)));
    }

    [Test]
    public async Task Read_ServiceAway_IsGivenUpAfterFourAttempts()
    {
        var store = await StoreAsync();
        await _server!.StopAsync();
        Assert.That(() => store.ReadAsync("one", CancellationToken.None), Throws.TypeOf<SavepointException>());
        Assert.That(_time.Waits, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Read_Hang_EndsAtTheAttemptsTimeAndIsRepeated()
    {
        using var store = await StoreAsync(HangAsync, Body(Content));
        Assert.That(await store.ReadAsync("one", CancellationToken.None), Is.EqualTo(Content));
    }

    [TestCase(400, "InvalidRequest")]
    [TestCase(401, "Unauthorized")]
    [TestCase(403, "AccessDenied")]
    [TestCase(404, "NoSuchKey")]
    public async Task Read_StatusThatStays_IsNotRepeated(int status, string code)
    {
        using var store = await StoreAsync(Status(status, code));
        Assert.That(() => store.ReadAsync("one", CancellationToken.None), Throws.TypeOf<SavepointException>());
        Assert.That((_requests.Count, _time.Waits.Count), Is.EqualTo((1, 0)));
    }

    /// <summary>A service gives a thousand names at a time and a token for the rest.</summary>
    [Test]
    public async Task List_SeveralPages_HasEveryNameOnceInOrder()
    {
        using var store = await StoreAsync(
            Text(Page("next one", "savepoints/c.savepoint", "savepoints/a.savepoint")), Text(Page("last+", "savepoints/b.savepoint")),
            Text(Page(null, "savepoints/d.savepoint", "savepoints/notes.txt")));
        Assert.That(await store.ListAsync(CancellationToken.None), Is.EqualTo(new[] { "a", "b", "c", "d" }));
        Assert.That(_queries.Select(query => query["continuation-token"].ToString()), Is.EqualTo(new[] { "", "next one", "last+" }));
        Assert.That(_queries.Select(query => (query["prefix"].ToString(), query["delimiter"].ToString())), Is.All.EqualTo(("savepoints/", "/")));
    }

    [Test]
    public async Task List_SecondPageFails_IsAskedForAgainFromTheBeginning()
    {
        var pages = new[] { Text(Page("next", "savepoints/a.savepoint")), Status(503, "SlowDown") };
        using var store = await StoreAsync([.. pages, pages[0], Text(Page(null, "savepoints/b.savepoint"))]);
        Assert.That(await store.ListAsync(CancellationToken.None), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Write_NameOnTheSecondPage_IsThereAlready()
    {
        using var store = await StoreAsync(Text(Page("next", "savepoints/a.savepoint")), Text(Page(null, "savepoints/one.savepoint")));
        Assert.That(() => store.WriteAsync("one", Content, CancellationToken.None), Throws.TypeOf<SavepointException>().With.Message.Contains("there already"));
        Assert.That(_requests, Is.EqualTo(new[] { "GET", "GET" }));
    }

    /// <summary>The service itself must refuse a second writer of a name: between the list and the write another may have come.</summary>
    [Test]
    public async Task Write_Request_IsOfTheObjectAndRefusesToReplaceOne()
    {
        IHeaderDictionary? headers = null;
        PathString path = default;
        using var store = await StoreAsync(Text(EmptyList), context =>
        {
            (headers, path) = (new HeaderDictionary(context.Request.Headers.ToDictionary()), context.Request.Path);
            return Task.CompletedTask;
        });
        await store.WriteAsync("one", Content, CancellationToken.None);
        Assert.That((headers!.IfNoneMatch.ToString(), path.Value), Is.EqualTo(("*", "/bucket/savepoints/one.savepoint")));
    }

    [Test]
    public async Task Write_AnswerLost_TheNameThatTheLostAttemptTookIsOurs()
    {
        using var store = await StoreAsync(Text(EmptyList), Abort, Status(412, "PreconditionFailed"), Body(Content));
        await store.WriteAsync("one", Content, CancellationToken.None);
        Assert.That(_requests, Is.EqualTo(new[] { "GET", "PUT", "PUT", "GET" }));
    }

    [Test]
    public async Task Write_AnswerLostAndTakenByAnother_Fails()
    {
        using var store = await StoreAsync(Text(EmptyList), Abort, Status(412, "PreconditionFailed"), Text("another"));
        Assert.That(() => store.WriteAsync("one", Content, CancellationToken.None), Throws.TypeOf<SavepointException>());
    }

    [Test]
    public async Task Write_TakenByAnother_Fails()
    {
        using var store = await StoreAsync(Text(EmptyList), Status(412, "PreconditionFailed"), Text("another"));
        Assert.That(() => store.WriteAsync("one", Content, CancellationToken.None), Throws.TypeOf<SavepointException>());
        Assert.That(_requests, Is.EqualTo(new[] { "GET", "PUT", "GET" }));
    }

    [Test]
    public async Task Read_CancelledDuringAWait_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _time.Frozen = true;
        _time.Waiting = _ => source.Cancel();
        using var store = await StoreAsync(Status(500, "InternalError"));
        Assert.That(() => store.ReadAsync("one", source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_requests, Has.Count.EqualTo(1));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static string Page(string? next, params string[] keys) => "<?xml version=\"1.0\"?><ListBucketResult>"
        + $"<IsTruncated>{(next is null ? "false" : "true")}</IsTruncated>{(next is null ? "" : $"<NextContinuationToken>{next}</NextContinuationToken>")}"
        + string.Concat(keys.Select(key => $"<Contents><Key>{key}</Key></Contents>")) + "</ListBucketResult>";

    private static Func<HttpContext, Task> Text(string text) => Body(Encoding.ASCII.GetBytes(text));

    private static Func<HttpContext, Task> Body(byte[] bytes) => context => context.Response.Body.WriteAsync(bytes).AsTask();

    private static Func<HttpContext, Task> Status(int status, string code) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>no</Message></Error>");
    };

    private static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task CutAsync(HttpContext context)
    {
        // Kestrel closes a connection whose answer ends before its announced length.
        context.Response.ContentLength = Content.Length;
        await context.Response.Body.WriteAsync(Content.AsMemory(0, 3));
        await context.Response.Body.FlushAsync();
    }

    private async Task HangAsync(HttpContext context)
    {
        _time.Advance(TimeSpan.FromSeconds(100));
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task<ISavepointStore> StoreAsync(params Func<HttpContext, Task>[] steps)
    {
        foreach (var step in steps)
        {
            _steps.Enqueue(step);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(async context =>
        {
            _requests.Add(context.Request.Method);
            _queries.Add(context.Request.Query);
            await context.Request.Body.CopyToAsync(Stream.Null);
            await _steps.Dequeue()(context);
        });
        await _server.StartAsync();
        var options = new SavepointOptions
        {
            Directory = new Uri("s3://bucket/savepoints"),
            Endpoint = new Uri(_server.Urls.Single()),
            AccessKey = "key",
            SecretKey = "secret",
        };
        return SavepointStores.Open(options, new Failpoints(new DrillOptions<FailpointNames>(), TimeProvider.System, FailpointNames.Failure), _time);
    }
}
