using ContactRelay.Providers.Kulea;

namespace ContactRelay.Tests.Providers.Kulea;

public sealed class KuleaStatusTests() : StatusTests(new KuleaProvider(), TenantBuilder.Kulea().Build());
