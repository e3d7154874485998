using System.CommandLine;
using Torghut.Sandbox.Infrastructure;

namespace Torghut.Sandbox.Commands;

/// <summary><c>up</c>: the whole pipeline, watched on one screen or checked once.</summary>
internal static class UpCommand
{
    /// <summary>A recorded day has sixteen hours of ticks; at speed N they take their share of this, and starting and draining the rest.</summary>
    private static readonly TimeSpan RecordedDay = TimeSpan.FromHours(16);

    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(4);

    public static Command Create()
    {
        var shared = new InfrastructureArguments();
        var check = new Option<bool>("--check")
        {
            Description =
            "Run until every stage has flowed, and a replay is stored to its end; print counts and latencies; exit 0 or 1"
        };
        var json = new Option<bool>("--json") { Description = "With --check: print the report as JSON" };
        var deadline = new Option<int?>("--deadline") { Description = "With --check: give up after this many seconds" };
        var file = new Option<string?>("--env-file")
        {
            Description =
            "Where the environment keys are written; .sandbox/env in the work tree by default, nowhere with --check"
        };
        var command =
            new Command("up", "Starts the whole pipeline on this machine and shows its status on one screen. Stops on Ctrl-C.") { check, json, deadline, file };
        shared.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(check) && (result.GetValue(json) || result.GetValue(deadline) is not null))
            {
                result.AddError("--json and --deadline go with --check.");
            }
        });
        command.SetAction(async (result, _) =>
        {
            // A check counts from nothing and leaves the data of ordinary runs alone.
            var checking = result.GetValue(check);
            var options = shared.Read(result, checking ? "check" : "up", Components.All);
            options = options with { Fresh = options.Fresh || checking, ServiceRoles = true };
            var limit = result.GetValue(deadline) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : Allowance + (options.Market.IsReplay ? RecordedDay / options.Market.Speed : TimeSpan.Zero);
            var environmentFile = result.GetValue(file) ?? (checking ? null : Path.Combine(SourceTree.Root, ".sandbox", "env"));
            return await new UpRun(options, environmentFile, TimeProvider.System).RunAsync(checking, result.GetValue(json), limit);
        });
        return command;
    }
}
