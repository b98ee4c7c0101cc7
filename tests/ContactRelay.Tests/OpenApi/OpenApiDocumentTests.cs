using System.Reflection;
using System.Text.Json.Nodes;
using ContactRelay.Functions.Http;
using ContactRelay.Functions.OpenApi;
using ContactRelay.LocalHost;
using ContactRelay.Providers;
using ContactRelay.Tests.LocalHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.OpenApi;

/// <summary>The description of the API has all of it, and an example of everything.</summary>
public sealed class OpenApiDocumentTests : IAsyncLifetime
{
    private RunningHost _host = null!;
    private ApiDescription _description = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.StartAsync();
        _description = await ApiDescription.ReadAsync(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Document_has_each_call_of_each_http_function_and_no_other()
    {
        var declared =
            from type in typeof(LocalHostApp).Assembly.GetTypes()
            from method in type.GetMethods()
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            from verb in trigger.Methods!
            select $"{function.Name} {verb.ToUpperInvariant()} /{trigger.Route}";

        var described = _description.Operations.Select(operation => $"{operation.Id} {operation.Method} {operation.Path}".Replace("-post POST", " POST", StringComparison.Ordinal));

        Assert.Equal(declared.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Operations_describe_no_function_that_there_is_not() => Assert.Equal(
        HttpRoute.FindAll().Select(route => route.Function).Distinct().Order(StringComparer.Ordinal),
        OpenApiDocument.Operations(_host.Services.GetRequiredService<ProviderRegistry>()).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Document_has_an_example_of_every_body()
    {
        var without = from operation in _description.Operations
                      from place in Contents(operation.Json, operation.Id)
                      where place.Content["examples"] is not JsonObject { Count: > 0 }
                      select place.Where;

        Assert.Empty(without);
    }

    [Fact]
    public void Document_names_every_kind_of_problem_with_its_status()
    {
        var named = from operation in _description.Operations
                    from status in operation.Statuses
                    from problem in operation.Problems(status)
                    select (problem, status);

        Assert.Equal(
            ProblemType.All.Select(type => (type.Name, (int)type.Status)).Order(),
            named.Distinct().Order());
    }

    [Theory]
    [InlineData("read-tenant", "masterKey")]
    [InlineData("put-tenant", "masterKey")]
    [InlineData("accept-update", "callerKey masterKey")]
    [InlineData("list-dead-letters", "callerKey masterKey")]
    [InlineData("receive-hook", " callerKey masterKey")]
    [InlineData("health", " masterKey")]
    [InlineData("list-providers", null)]
    public void Document_says_which_keys_open_a_call(string operation, string? keys)
    {
        var security = _description.Operations.Single(described => described.Id == operation).Json["security"]!.AsArray();

        Assert.Equal(keys, security.Count == 0 ? null : string.Join(' ', security.Select(key => key!.AsObject().Select(name => name.Key).SingleOrDefault() ?? "")));
    }

    [Fact]
    public async Task Document_may_be_kept_for_a_while()
    {
        using var response = await _host.Client.GetAsync("/api/openapi.json", TestContext.Current.CancellationToken);

        Assert.Equal((TimeSpan.FromHours(1), true), (response.Headers.CacheControl!.MaxAge, response.Headers.CacheControl.Public));
    }

    private static IEnumerable<(string Where, JsonNode Content)> Contents(JsonObject operation, string id) =>
        from body in operation["responses"]!.AsObject().Select(answer => (answer.Key, answer.Value)).Append(("body", operation["requestBody"]))
        from content in body.Item2?["content"]?.AsObject() ?? []
        select ($"{id} {body.Item1} {content.Key}", content.Value!);
}
