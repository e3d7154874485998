using System.CommandLine;
using Torghut.Sandbox.Infrastructure;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Commands;

/// <summary><c>sandbox</c>: the infrastructure alone, with the keys that the services read.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var shared = new InfrastructureArguments();
        var only = new Option<string?>("--only") { Description = "Comma-separated parts to start; all by default: " + string.Join(", ", Components.All) };
        var file = new Option<string?>("--env-file") { Description = "Where the environment keys are written; .sandbox/env in the work tree by default" };
        var command =
            new Command("sandbox", "Starts the infrastructure alone and prints the environment keys that the services read. Stops on Ctrl-C.") { only, file };
        shared.AddTo(command);
        command.Validators.Add(result =>
        {
            foreach (var part in ComponentsOf(result.GetValue(only)).Except(Components.All))
            {
                result.AddError($"There is no part '{part}'; there are {string.Join(", ", Components.All)}.");
            }
        });
        command.SetAction(async (result, _) =>
        {
            var options = shared.Read(result, "sandbox", ComponentsOf(result.GetValue(only)));
            return await RunAsync(options, result.GetValue(file) ?? Path.Combine(SourceTree.Root, ".sandbox", "env"));
        });
        return command;
    }

    private static IReadOnlyList<string> ComponentsOf(string? only) =>
        only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? Components.All;

    private static async Task<int> RunAsync(InfrastructureOptions options, string environmentFile)
    {
        using var stop = new StopSignal();
        try
        {
            using var folder = DataFolder.Take(options);
            await using var supervisor = new Supervisor(TimeProvider.System);
            var addresses = await new InfrastructureStack(options, supervisor, Console.Error.WriteLine).StartAsync(stop.Token);
            var state = StateDirectory.Prepare(options);
            var keys = EnvironmentKeys.For(addresses, options.Market, ServicePorts.Choose(), state, wholePipeline: false, Console.Error.WriteLine);
            await EnvironmentFileWriter.WriteAsync(environmentFile, keys);
            foreach (var pair in keys)
            {
                await Console.Out.WriteLineAsync(EnvironmentFileWriter.Line(pair));
            }

            await Console.Error.WriteLineAsync(
                $"\nThese keys are in {environmentFile}. Logs are in {Path.Combine(options.DataDirectory, "logs")}. Ctrl-C stops everything.");
            var ended = await Task.WhenAny(stop.Token.WhenCancelledAsync(), supervisor.Failure);
            return ended == supervisor.Failure ? Fail(await supervisor.Failure) : 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            return Fail(exception.Message);
        }
    }

    private static int Fail(string reason)
    {
        Console.Error.WriteLine("The sandbox did not hold: " + reason);
        return 1;
    }
}
