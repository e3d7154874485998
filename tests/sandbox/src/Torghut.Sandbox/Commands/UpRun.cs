using Spectre.Console;
using Torghut.Sandbox.Display;
using Torghut.Sandbox.Infrastructure;
using Torghut.Sandbox.Pipeline;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Commands;

/// <summary>One run of the whole pipeline.</summary>
internal sealed class UpRun(InfrastructureOptions options, string? environmentFile, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(90);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public async Task<int> RunAsync(bool check, bool json, TimeSpan deadline)
    {
        FolderLock folder;
        try
        {
            folder = DataFolder.Take(options);
        }
        catch (IOException exception)
        {
            Say("The pipeline did not start: " + exception.Message);
            return 1;
        }

        using (folder)
        {
            return await RunInFolderAsync(check, json, deadline);
        }
    }

    private async Task<int> RunInFolderAsync(bool check, bool json, TimeSpan deadline)
    {
        using var stop = new StopSignal();
        var started = time.GetTimestamp();
        await using var supervisor = new Supervisor(time);
        await using var processes = new ProcessList(Path.Combine(StateDirectory.Prepare(options), ProcessList.FileName), supervisor, time);
        try
        {
            processes.Start();
            var (probe, ports) = await StartAsync(supervisor, stop.Token);
            using var disposed = probe;
            if (await NotReadyAsync(probe, ports, supervisor, check && deadline < ReadyDeadline ? deadline : ReadyDeadline, stop.Token) is { } notReady)
            {
                // A check goes on and names the stage that does not flow: a service downstream of it may be waiting for it.
                Say(check ? notReady : "The pipeline did not start: " + notReady);
                if (!check)
                {
                    return 1;
                }
            }

            var stackUp = time.GetElapsedTime(started);
            Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The stack is up after {stackUp.TotalSeconds:0.0} s."));
            if (!check)
            {
                return await WatchAsync(probe, ports.Trading, supervisor, stop.Token);
            }

            var lastLine = long.MinValue;
            var report = await new PipelineCheck(probe, supervisor, options.Market, ports, time).RunAsync(stackUp, deadline, counts =>
            {
                if (lastLine == long.MinValue || time.GetElapsedTime(lastLine) >= LineInterval)
                {
                    lastLine = time.GetTimestamp();
                    Say(StatusScreen.Line(counts));
                }
            }, stop.Token);
            if (json)
            {
                await Console.Out.WriteLineAsync(report.ToJson());
            }
            else
            {
                CheckTable.Write(AnsiConsole.Console, report);
            }

            return report.Ok ? 0 : 1;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return check ? 1 : 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or FileNotFoundException)
        {
            Say("The pipeline did not start: " + exception.Message);
            return 1;
        }
        finally
        {
            Say("Stopping.");
        }
    }

    private static void Say(string line) => Console.Error.WriteLine(line);

    private async Task<(PipelineProbe Probe, ServicePorts Ports)> StartAsync(Supervisor supervisor, CancellationToken cancellationToken)
    {
        var addresses = await new InfrastructureStack(options, supervisor, Say).StartAsync(cancellationToken);
        var ports = ServicePorts.Choose();
        var keys = EnvironmentKeys.For(addresses, options.Market, ports, StateDirectory.Prepare(options), wholePipeline: true, Say);
        if (environmentFile is not null)
        {
            await EnvironmentFileWriter.WriteAsync(environmentFile, keys);
        }

        var probe = new PipelineProbe(addresses, ports, time);
        await probe.BeginAsync();
        await new ServiceStack(supervisor, Path.Combine(options.DataDirectory, "logs"), keys, addresses.Database).StartAsync(cancellationToken);
        Say($"torghut-ws:      http://127.0.0.1:{ports.WsHealth}/readyz");
        Say($"torghut-ta:      http://127.0.0.1:{ports.TaHealth}/ta/status");
        Say($"torghut-trading: http://127.0.0.1:{ports.Trading}/trading/status");
        Say($"torghut-ops:     http://127.0.0.1:{ports.Ops}/api/snapshot");
        Say($"stop trading:    {OperatorNotes.Stop(ports.Trading)}");
        Say($"arm it again:    {OperatorNotes.Rearm(ports.Trading, "emergency_stop")}");
        Say($"logs:            {Path.Combine(options.DataDirectory, "logs")}");
        return (probe, ports);
    }

    /// <summary>Waits until every service is ready; says which was not, and why, when the time is up.</summary>
    private async Task<string?> NotReadyAsync(PipelineProbe probe, ServicePorts ports, Supervisor supervisor, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var (name,
            port) in new[] { ("torghut-ops", ports.Ops), ("torghut-ta", ports.TaHealth), ("torghut-trading", ports.Trading), ("torghut-ws", ports.WsHealth) })
        {
            while (true)
            {
                var (ready, body) = await probe.ReadinessAsync(port, cancellationToken);
                if (ready)
                {
                    break;
                }

                if (supervisor.Failure.IsCompleted)
                {
                    throw new InvalidOperationException(await supervisor.Failure);
                }

                if (time.GetElapsedTime(started) > timeout)
                {
                    return $"{name} was not ready after {timeout.TotalSeconds:0} s; /readyz says: {body}\n{LogTail.Of(Path.Combine(options.DataDirectory, "logs", name + ".log"))}";
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }

        return null;
    }

    private async Task<int> WatchAsync(PipelineProbe probe, int tradingPort, Supervisor supervisor, CancellationToken cancellationToken)
    {
        if (!_console.Profile.Capabilities.Interactive || Console.IsErrorRedirected)
        {
            return await PrintLinesAsync(probe, tradingPort, supervisor, cancellationToken);
        }

        var screen = new StatusScreen(tradingPort);
        await _console.Live(new Text("…")).StartAsync(async live =>
        {
            while (!cancellationToken.IsCancellationRequested && !supervisor.Failure.IsCompleted)
            {
                live.UpdateTarget(screen.Render(await probe.ReadAsync(cancellationToken), supervisor.Restarts));
                await Task.Delay(PollInterval, time, cancellationToken);
            }
        });
        return await OutcomeAsync(supervisor);
    }

    private async Task<int> PrintLinesAsync(PipelineProbe probe, int tradingPort, Supervisor supervisor, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> latched = [];
        while (!supervisor.Failure.IsCompleted)
        {
            var counts = await probe.ReadAsync(cancellationToken);
            Say(StatusScreen.Line(counts));
            var latches = counts.Posture?.Latches ?? latched;
            foreach (var latch in latches.Except(latched))
            {
                Say($"{latch} is engaged; arm again: {OperatorNotes.Rearm(tradingPort, latch)}");
            }

            latched = latches;
            await Task.Delay(LineInterval, time, cancellationToken);
        }

        return await OutcomeAsync(supervisor);
    }

    private static async Task<int> OutcomeAsync(Supervisor supervisor)
    {
        if (!supervisor.Failure.IsCompleted)
        {
            return 0;
        }

        Say("The pipeline did not hold: " + await supervisor.Failure);
        return 1;
    }
}
