using Torghut.Common.Hosting;
using Torghut.Ops.Hosting;

return await ServiceHost.RunAsync(args, OpsService.Definition);
