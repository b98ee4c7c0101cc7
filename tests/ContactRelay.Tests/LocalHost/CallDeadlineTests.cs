using System.Net;
using ContactRelay.Functions.Http;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>No caller waits longer than eight seconds, whatever the service itself waits for.</summary>
public sealed class CallDeadlineTests
{
    private static readonly TimeSpan AlmostEight = TimeSpan.FromSeconds(8) - TimeSpan.FromTicks(1);

    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<HttpResponseData> _never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_of_what_hangs_is_answered_503_after_eight_seconds()
    {
        var answer = Guard().RunAsync(Request(), _ => _never.Task, Token);
        _time.Advance(AlmostEight);
        var isEarly = answer.IsCompleted;
        _time.Advance(TimeSpan.FromTicks(1));
        var response = await answer;

        Assert.False(isEarly);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("5", response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task RunAsync_of_what_heeds_its_token_ends_it_too()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = Guard().RunAsync(Request(), async cancellationToken =>
        {
            // Never taken back: that could come before it is called.
            cancellationToken.Register(ended.SetResult);
            return await _never.Task.WaitAsync(cancellationToken);
        }, Token);
        _time.Advance(TimeSpan.FromSeconds(8));
        await ended.Task.WaitAsync(Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await answer).StatusCode);
    }

    [Fact]
    public async Task RunAsync_with_a_directory_that_hangs_never_runs_the_call()
    {
        var directory = new HangingDirectory();
        var hasRun = false;
        var answer = Guard(directory).RunAsync(Request(), "acme", CallerAccess.Write, (_, _, _) =>
        {
            hasRun = true;
            return _never.Task;
        }, Token);
        _time.Advance(TimeSpan.FromSeconds(8));
        var response = await answer;
        directory.Found.SetResult(null);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (response.StatusCode, hasRun));
    }

    [Fact]
    public async Task RunAsync_does_not_count_what_the_caller_takes_to_send_the_body()
    {
        var body = new SlowBody();
        var answer = Guard().RunAsync(Request(body), async cancellationToken =>
        {
            await Requests.ReadAsync(Request(body), 10, cancellationToken);
            return await _never.Task;
        }, Token);
        await body.IsRead.Task.WaitAsync(Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        var isEarly = answer.IsCompleted;
        body.Ended.SetResult(0);
        while (!answer.IsCompleted)
        {
            // The clock goes on once the body has been read.
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.False(isEarly);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await answer).StatusCode);
    }

    [Fact]
    public async Task RunAsync_of_what_comes_in_time_is_its_answer()
    {
        var answer = Guard().RunAsync(Request(), _ => _never.Task, Token);
        _time.Advance(AlmostEight);
        var response = Request().CreateResponse();
        _never.SetResult(response);

        Assert.Same(response, await answer);
    }

    private ApiGuard Guard(ITenantDirectory? directory = null) =>
        new(directory ?? new HangingDirectory(), _time, NullLogger<ApiGuard>.Instance);

    private static KestrelRequestData Request(Stream? body = null)
    {
        var context = new DefaultHttpContext { Request = { Scheme = "http", Host = new("localhost"), Path = "/api/x", Body = body ?? Stream.Null } };
        return new(context, new MasterKey("key", takesQuery: false));
    }

    private sealed class HangingDirectory : ITenantDirectory
    {
        public TaskCompletionSource<Tenant?> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken) => new(Found.Task);

        public ValueTask<bool> IsGoneAsync(string id, CancellationToken cancellationToken) => new(false);
    }

    private sealed class SlowBody : MemoryStream
    {
        public TaskCompletionSource IsRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<int> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            IsRead.TrySetResult();
            return new(Ended.Task);
        }
    }
}
