using Torghut.Ops.Replay;
using Torghut.Tests.Shared;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>Stands for Argo CD: keeps a torghut-ta running that was started as the repository says, and starts another one when it says otherwise.</summary>
internal sealed class ReconciledTa : IAsyncDisposable
{
    public const string Manifest = "argocd/applications/torghut/ta/values.yaml";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly GitRemote _git;
    private readonly Func<TaManifest, Dictionary<string, string>> _environment;
    private readonly Task _running;
    private volatile RunningTa _ta;

    private ReconciledTa(GitRemote git, Func<TaManifest, Dictionary<string, string>> environment)
    {
        _git = git;
        _environment = environment;
        var first = TaManifest.Read(git.Text(Manifest));
        _ta = new RunningTa(environment(first));
        _running = FollowAsync(first);
    }

    public RunningTa Now => _ta;

    /// <param name="environment">What a pod gets; the workflow's own keys are added to it.</param>
    public static ReconciledTa Start(GitRemote git, Func<TaManifest, Dictionary<string, string>> environment) => new(git, environment);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _ta.DisposeAsync();
        _stop.Dispose();
    }

    private async Task FollowAsync(TaManifest known)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var wanted = TaManifest.Read(_git.Text(Manifest));
                if (wanted != known)
                {
                    known = wanted;
                    await _ta.DisposeAsync();
                    _ta = new RunningTa(_environment(wanted));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: the process that runs is ended by the caller.
        }
    }
}
