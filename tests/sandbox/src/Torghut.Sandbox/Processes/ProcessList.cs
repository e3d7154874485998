using System.Globalization;
using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Processes;

/// <summary>
/// Writes down, every second, which processes are kept running: what a cluster's API would say where there is none. torghut-ops reads it, and takes a list
/// that is old for what it is: nobody keeps the processes any more.
/// </summary>
internal sealed class ProcessList(string path, Supervisor supervisor, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Its name within the services' folder.</summary>
    public const string FileName = "processes.json";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins; a list that cannot be written is tried again, because the pipeline matters more.</summary>
    public void Start() => _loop = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                Write();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The list gets old, which is what it is to say.
        }
    }

    private void Write()
    {
        var kept = supervisor.Kept.ToList();
        var list = new JsonObject
        {
            ["written_at"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["infrastructure"] = Rows(kept.Where(child => !IsService(child.Name))),
            ["services"] = Rows(kept.Where(child => IsService(child.Name))),
        };
        try
        {
            // Whole at every moment: a reader sees the former list or this one.
            File.WriteAllText(path + ".next", list.ToJsonString());
            File.Move(path + ".next", path, overwrite: true);
        }
        catch (IOException)
        {
            // The next second tries again.
        }
    }

    private static bool IsService(string name) => name.StartsWith("torghut-", StringComparison.Ordinal);

    private static JsonArray Rows(IEnumerable<(string Name, int ProcessId, int Restarts)> children) =>
        new([.. children.Select(child => new JsonObject { ["name"] = child.Name, ["pid"] = child.ProcessId, ["restarts"] = child.Restarts })]);
}
