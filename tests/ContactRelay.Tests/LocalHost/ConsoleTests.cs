using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ContactRelay.Functions.Http;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>The console is small, whole and shut off from everything but the API beside it.</summary>
public sealed partial class ConsoleTests : IAsyncLifetime
{
    private const int MaxBytes = 100 * 1024;

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Page_may_load_its_own_files_and_call_where_it_came_from_and_nothing_else()
    {
        using var response = await _host.Client.GetAsync("/api/console", Token);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Equal(["'none'", "'self'"], policy.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('\'')).Distinct());
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public void Page_has_nothing_inline_that_its_policy_would_stop()
    {
        var page = Text(ConsoleFiles.Page);

        Assert.DoesNotMatch("<style|<script(?![^>]* src=)|\\son[a-z]+=|\\sstyle=", page);
        Assert.All(ConsoleFiles.All.Keys.Where(name => name.EndsWith(".js", StringComparison.Ordinal)), name =>
            Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|localStorage|sessionStorage|document\\.cookie", Text(name)));
    }

    [Fact]
    public void Files_are_small_together() =>
        Assert.InRange(ConsoleFiles.All.Values.Sum(file => file.Length), 1, MaxBytes);

    [Fact]
    public async Task Files_that_are_named_are_there_and_there_are_no_others()
    {
        var named = ConsoleFiles.All.Keys.SelectMany(name => Reference().Matches(Text(name)).Select(match => match.Groups[1].Value))
            .Append(ConsoleFiles.Page).Distinct().Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(ConsoleFiles.All.Keys.Order(StringComparer.Ordinal), named);
        foreach (var name in named)
        {
            using var response = await _host.Client.GetAsync("/api/console/files/" + name, Token);
            Assert.Equal((HttpStatusCode.OK, ConsoleFiles.MediaType(name)), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.Equal(ConsoleFiles.All[name].Length, (await response.Content.ReadAsByteArrayAsync(Token)).Length);
            Assert.Equal(ConsoleEndpoint.Policy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        }
    }

    [Fact]
    public async Task Setup_offers_the_demo_tenants_on_the_local_host()
    {
        var setup = await _host.GetAsync(new("/api/console/setup", UriKind.Relative));

        Assert.Equal("dev-admin", setup.GetProperty("adminKey").GetString());
        Assert.Equal(5, setup.GetProperty("demos").GetArrayLength());
    }

    [Fact]
    public async Task Sandbox_is_within_reach_of_the_page()
    {
        await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"Ada"}"""));

        var contacts = await _host.GetAsync(new("/api/console/sandbox/_contacts/kulea", UriKind.Relative));
        using var thrown = await _host.Client.PutAsync("/api/console/sandbox/_faults/kulea", new StringContent("""{"status":400}"""), Token);
        var refused = await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"Grace"}"""));
        using var elsewhere = await _host.Client.GetAsync("/api/console/sandbox/rest/kulea", Token);

        Assert.Equal("Ada", contacts[0].GetProperty("values").GetProperty("forename").GetString());
        Assert.Equal((HttpStatusCode.OK, "rejected"), (thrown.StatusCode, refused.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    private static string Text(string name) => Encoding.UTF8.GetString(ConsoleFiles.All[name].Span);

    /// <summary>What a page's <c>href</c> or <c>src</c> and a script's <c>import</c> name.</summary>
    [GeneratedRegex("""(?:(?:href|src)="/api/console/files/|from '\./|import '\./)([\w.-]+)['"]""")]
    private static partial Regex Reference();
}
