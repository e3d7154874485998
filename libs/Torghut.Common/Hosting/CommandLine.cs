using Torghut.Common.Configuration;

namespace Torghut.Common.Hosting;

/// <summary>What a service was asked to do on its command line.</summary>
internal sealed record CommandLine(string? EnvironmentFile, ServiceCommand? Command, IReadOnlyList<string> CommandArguments)
{
    /// <summary>Returns an exit code when there is nothing left to do: help was printed, or the line was wrong.</summary>
    public static int? Parse(string[] args, ServiceDefinition definition, out CommandLine line)
    {
        line = new CommandLine(null, null, []);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    Console.Out.Write(Help(definition));
                    return ExitCodes.Success;
                case "--env-file" when i + 1 < args.Length:
                    line = line with { EnvironmentFile = args[++i] };
                    break;
                case var word when definition.Commands.FirstOrDefault(command => command.Name == word) is { } command:
                    line = line with { Command = command, CommandArguments = args[(i + 1)..] };
                    return null;
                default:
                    Console.Error.WriteLine($"{definition.Name}: '{args[i]}' is not known here. --help lists what is.");
                    return ExitCodes.Usage;
            }
        }

        return null;
    }

    private static string Help(ServiceDefinition definition)
    {
        var commands = definition.Commands.Count == 0
            ? ""
            : "\nCommands:\n" + string.Concat(definition.Commands.Select(command => $"  {command.Name,-16}{command.Summary}\n"));
        return $"""
            {definition.Name}: {definition.Summary}

            Usage: {definition.Name} [--env-file FILE]{(definition.Commands.Count > 0 ? " [COMMAND ...]" : "")}

            Without a command it runs the service until it is told to stop. Settings come from the environment; keys that
            --env-file names a file of are used where the environment has none.
            {commands}
            Settings:
            {ConfigurationHelp.Render([.. ServiceDefinition.CommonOptionTypes, .. definition.OptionTypes])}
            Exit codes: 0 stopped as asked, 64 wrong command line, 70 failed while running, 78 wrong configuration.

            """;
    }
}
