using System.CommandLine;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Infrastructure;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Commands;

/// <summary><c>part NAME OPTIONS</c>: runs one part in this process; the other commands start their parts with it.</summary>
internal static class ComponentCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Which part: " + string.Join(", ", Components.All) };
        var options = new Argument<string>("options") { Description = "The part's options as JSON" };
        var command = new Command("part", "Runs one part of the sandbox in this process and prints its address.") { name, options };
        command.Hidden = true;
        command.SetAction(async (result, _) =>
        {
            using var stop = new StopSignal();
            using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
                console.UseUtcTimestamp = true;
            }).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning));
            var (part, address) = await ComponentHost.StartAsync(result.GetRequiredValue(name), result.GetRequiredValue(options), loggers, stop.Token);
            await using (part)
            {
                await Console.Out.WriteLineAsync(ReadyLine.For(address));
                await stop.Token.WhenCancelledAsync();
            }

            return 0;
        });
        return command;
    }
}
