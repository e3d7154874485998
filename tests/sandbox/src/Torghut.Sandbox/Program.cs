using System.CommandLine;
using Torghut.Sandbox.Commands;

var root = new RootCommand("Runs Torghut's infrastructure, or the whole pipeline, on this machine.")
{
    UpCommand.Create(),
    SandboxCommand.Create(),
    ComponentCommand.Create(),
};

// Stopping in order takes longer than the command line's own timeout, so the commands handle Ctrl-C themselves.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
