using Torghut.Common.Hosting;
using Torghut.Ta.Hosting;

return await ServiceHost.RunAsync(args, TaService.Definition);
