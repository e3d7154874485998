using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Ops.Actuation;
using Torghut.Ops.GitOps;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Actuation;

/// <summary>Calls of GitHub's API against a host that answers as a test says.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GitHubPullRequestsTests : IAsyncDisposable
{
    private WebApplication? _host;
    private string _list = "[]";
    private string _query = "";
    private JsonElement _opened;

    /// <summary>A host that does not know the filter lists everything: another branch's request passed for this one's.</summary>
    [Test]
    public async Task Find_HostThatIgnoresTheFilter_ComparesTheBranch()
    {
        using var requests = await StartAsync();
        _list = """[{"html_url":"https://host/1","head":{"ref":"torghut-ops/other"}},{"html_url":"https://host/2","head":{"ref":"torghut-ops/one"}}]""";
        Assert.That(await requests.FindAsync("torghut-ops/one", CancellationToken.None), Is.EqualTo("https://host/2"));
        Assert.That(await requests.FindAsync("torghut-ops/on", CancellationToken.None), Is.Null);
        Assert.That(_query, Does.Contain("state=all").And.Contain("head=torghut%3Atorghut-ops%2Fon"));
    }

    [TestCase("{}")]
    [TestCase("""[{"head":{"ref":"torghut-ops/one"}}]""")]
    [TestCase("no json")]
    public async Task Find_AnswerThatIsNone_IsNoAbsence(string answer)
    {
        using var requests = await StartAsync();
        _list = answer;
        Assert.That(async () => await requests.FindAsync("torghut-ops/one", CancellationToken.None), Throws.TypeOf<ActuationException>());
    }

    [Test]
    public async Task Open_Body_IsAsGitHubDescribesIt()
    {
        using var requests = await StartAsync();
        Assert.That(await requests.OpenAsync("torghut-ops/one", "main", "a title", "a body\n", CancellationToken.None), Is.EqualTo("https://host/3"));
        Assert.That(PullRequestSchema.Faults(_opened), Is.Empty);
        Assert.That(_opened.GetProperty("head").GetString(), Is.EqualTo("torghut-ops/one"));
    }

    [TestCase("""{"title":"t","head":"h","base":"b","body":"x"}""", "")]
    [TestCase("""{"issue":7,"head":"h","base":"b","draft":true,"maintainer_can_modify":false,"head_repo":"r"}""", "")]
    [TestCase("""{"title":"t","head":"h"}""", "base is required")]
    [TestCase("""{"head":"h","base":"b"}""", "title or issue is required")]
    [TestCase("""{"title":1,"head":"h","base":"b"}""", "title is no string")]
    [TestCase("""{"title":"t","head":"h","base":"b","draft":"yes"}""", "draft is no boolean")]
    [TestCase("""{"issue":0,"head":"h","base":"b"}""", "issue is no integer of 1 and more")]
    [TestCase("""{"title":"t","head":"h","base":"b","labels":[]}""", "labels is not described")]
    public void Schema_Bodies_AreJudged(string body, string fault)
    {
        using var json = JsonDocument.Parse(body);
        Assert.That(string.Join(", ", PullRequestSchema.Faults(json.RootElement)), Is.EqualTo(fault));
    }

    [TestCase("https://api.github.com/", true)]
    [TestCase("http://127.0.0.1:1/api", true)]
    [TestCase("http://localhost/api", true)]
    [TestCase("http://git.example.com/api/v3", false)]
    public void Options_TokenInTheClear_IsRefused(string api, bool isRight)
    {
        var problems = new ActuationOptions { Api = new Uri(api), Repository = "a/b" }.Validate().ToList();
        Assert.That(problems.Select(problem => problem.Key), Is.EqualTo(isRight ? [] : new[] { "OPS_GIT_API_URL" }));
    }

    [TestCase("http://git.example.com/a/b.git", "token", false)]
    [TestCase("http://git.example.com/a/b.git", "", true)]
    [TestCase("http://127.0.0.1/a/b.git", "token", true)]
    [TestCase("https://git.example.com/a/b.git", "token", true)]
    [TestCase("git@git.example.com:a/b.git", "token", true)]
    [TestCase("/srv/b.git", "token", true)]
    public void Repository_TokenInTheClear_IsRefused(string origin, string token, bool isRight)
    {
        var folder = Directory.CreateTempSubdirectory("torghut-origin-").FullName;
        try
        {
            LibGit2Sharp.Repository.Init(folder, isBare: true);
            using (var made = new LibGit2Sharp.Repository(folder))
            {
                made.Network.Remotes.Add("origin", origin);
            }

            var options = new GitOpsOptions { Directory = folder, Token = token };
            if (isRight)
            {
                Assert.That(() => GitOpsRepository.Open(options).Dispose(), Throws.Nothing);
            }
            else
            {
                Assert.That(
                    () => GitOpsRepository.Open(options).Dispose(),
                    Throws.TypeOf<GitOpsException>().With.Property(nameof(GitOpsException.Gate)).EqualTo("repository").And.Message.Contains("not https"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    private async Task<GitHubPullRequests> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _host = builder.Build();
        _host.MapGet("/repos/torghut/torghut/pulls", (HttpContext context) =>
        {
            _query = context.Request.QueryString.Value!;
            return Results.Text(_list, "application/json");
        });
        _host.MapPost("/repos/torghut/torghut/pulls", async (HttpContext context) =>
        {
            _opened = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone();
            return Results.Json(new { html_url = "https://host/3" }, statusCode: 201);
        });
        await _host.StartAsync();
        return new GitHubPullRequests(new ActuationOptions { Api = new Uri(_host.Urls.Single()), Repository = "torghut/torghut" }, "token");
    }
}
