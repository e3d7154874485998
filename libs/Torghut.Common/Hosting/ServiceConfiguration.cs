using System.Collections;
using Torghut.Common.Configuration;

namespace Torghut.Common.Hosting;

/// <summary>Gathers the environment and reports what is wrong with it.</summary>
internal static class ServiceConfiguration
{
    /// <summary>The process's environment over that of the file, if one is given.</summary>
    public static IReadOnlyDictionary<string, string> Gather(string? file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file is not null)
        {
            foreach (var (key, value) in EnvironmentFile.Read(file))
            {
                values[key] = value;
            }
        }

        foreach (DictionaryEntry pair in Environment.GetEnvironmentVariables())
        {
            values[(string)pair.Key] = (string?)pair.Value ?? "";
        }

        return values;
    }

    public static OptionSet? ReadOrReport(IEnumerable<Type> optionTypes, IReadOnlyDictionary<string, string> environment)
    {
        var options = OptionReader.Read(optionTypes, environment, out var problems);
        if (options is null)
        {
            Console.Error.WriteLine(problems.Count == 1 ? "The configuration has a problem:" : $"The configuration has {problems.Count} problems:");
            foreach (var problem in problems)
            {
                Console.Error.WriteLine("  " + problem);
            }

            Console.Error.WriteLine("Nothing was started. --help lists every key.");
        }

        return options;
    }
}
