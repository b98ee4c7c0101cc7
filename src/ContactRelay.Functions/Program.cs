using ContactRelay;
using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddContactRelay(builder.Configuration);
builder.Services.AddContactRelayApi();
builder.Build().Run();
