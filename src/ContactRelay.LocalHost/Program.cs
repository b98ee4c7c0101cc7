using System.CommandLine;
using ContactRelay.LocalHost;
using Microsoft.Extensions.Configuration;

var urls = new Option<string>("--urls") { Description = "Where the API listens (http://127.0.0.1:7071)." };
var data = new Option<string>("--data") { Description = "The folder where everything is kept (.contactrelay)." };
var storage = new Option<string>("--storage") { Description = "embedded (the default), azurite, or the connection string of a storage account." };
var tenants = new Option<string>("--tenants") { Description = "A folder of tenant documents, each a .json file." };
var sandbox = new Option<string>("--sandbox") { Description = "Where the sandbox listens (http://127.0.0.1:7072), or 'off'." };
Option<string>[] options = [urls, data, storage, tenants, sandbox];

var command = new RootCommand("ContactRelay on this machine: the API, its storage, and stand-in providers to try it with.");
foreach (var option in options)
{
    command.Options.Add(option);
}

command.SetAction(async (parsed, _) =>
{
    // The command line counts most, then the environment, then the file.
    var configuration = new ConfigurationBuilder()
        .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(
            from option in options
            where parsed.GetValue(option) is not null
            select KeyValuePair.Create(option.Name.TrimStart('-'), parsed.GetValue(option)))
        .Build();
    try
    {
        await using var app = await LocalHostApp.StartAsync(LocalHostOptions.From(configuration), configuration, new MillisecondTime(), CancellationToken.None);
        Banner.Print(app);
        await app.WaitAsync();
        return 0;
    }
    catch (StartException e)
    {
        await Console.Error.WriteLineAsync($"ContactRelay cannot start. {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
