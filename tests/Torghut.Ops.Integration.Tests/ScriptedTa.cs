using System.Net;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Contracts;
using Torghut.Ops.Replay;
using Torghut.Tests.Shared;

namespace Torghut.Ops.Integration.Tests;

/// <summary>
/// Stands for Argo CD and torghut-ta: follows the repository whenever it is asked, with a member in the group while the job runs. And for torghut-trading's
/// status.
/// </summary>
internal sealed class ScriptedTa : IAsyncDisposable
{
    public const string Manifest = "argocd/applications/torghut/ta/values.yaml";
    public const string Paused = """{"trading":{"trading_enabled":false,"mode":"paper","live_enabled":false}}""";
    public const string OnPaper = """{"trading":{"trading_enabled":true,"mode":"paper","live_enabled":false}}""";
    public const string Live = """{"trading":{"trading_enabled":true,"mode":"live","live_enabled":true}}""";

    private readonly WebApplication _application;
    private readonly GitRemote _git;
    private readonly string _bootstrap;
    private readonly Lock _gate = new();
    private IConsumer<byte[], byte[]>? _member;
    private string _memberOf = "";
    private int _generation;
    private string _seen = "";

    private ScriptedTa(WebApplication application, GitRemote git, string bootstrap) => (_application, _git, _bootstrap) = (application, git, bootstrap);

    public string Trading { get; set; } = Paused;

    /// <summary>Whether the controller keeps up with what the repository asks for.</summary>
    public bool IsControllerBehind { get; set; }

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<ScriptedTa> StartAsync(GitRemote git, string bootstrap)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var ta = new ScriptedTa(application, git, bootstrap);
        application.MapGet("/ta/status", ta.Follow);
        application.MapGet("/apis/apps/v1/namespaces/torghut/deployments/torghut-ta", ta.Deployment);
        application.MapGet("/trading/status", () => ta.Trading.Length == 0 ? Results.StatusCode(503) : Results.Text(ta.Trading, "application/json"));
        await application.StartAsync();
        return ta;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Leave();
    }

    private IResult Follow()
    {
        lock (_gate)
        {
            var now = TaManifest.Read(_git.Text(Manifest));
            var wanted = now.JobState == TaManifest.Running ? now.Group : "";
            if (wanted != _memberOf)
            {
                Leave();
                Join(wanted);
            }

            _member?.Consume(TimeSpan.FromMilliseconds(100));
            return Results.Text($$"""{"group_id":"{{now.Group}}","job_state":"{{now.JobState}}"}""", "application/json");
        }
    }

    /// <summary>As the API server has it: every change of the repository is a generation.</summary>
    private IResult Deployment()
    {
        lock (_gate)
        {
            var text = _git.Text(Manifest);
            (_generation, _seen) = text == _seen ? (_generation, _seen) : (_generation + 1, text);
            var observed = IsControllerBehind ? _generation - 1 : _generation;
            return Results.Text(
                $$$"""
                {"metadata":{"generation":{{{_generation}}}},"spec":{"replicas":1},
                "status":{"observedGeneration":{{{observed}}},"replicas":1,"updatedReplicas":1}}
                """, "application/json");
        }
    }

    private void Join(string group)
    {
        _memberOf = group;
        if (group.Length == 0)
        {
            return;
        }

        var config = new ConsumerConfig { BootstrapServers = _bootstrap, GroupId = group, EnableAutoCommit = false };
        _member = new ConsumerBuilder<byte[], byte[]>(config).Build();
        _member.Subscribe([Topics.Trades]);
    }

    private void Leave()
    {
        _member?.Close();
        _member?.Dispose();
        _member = null;
        _memberOf = "";
    }
}
