using Torghut.Common.Hosting;
using Torghut.Ta;

return await ServiceHost.RunAsync(args, TaService.Definition);
