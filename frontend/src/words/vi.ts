/** Words that more than one live page shows. The pages' own stand beside: site.vi.ts, board.vi.ts, ... */
export const vi = {
  product: 'Điểm Cầu',
  noPicture: 'Chưa có hình',
  comingBack: 'Đang nối lại',
  phases: {
    planned: 'Chưa mở phiên',
    open: 'Đang kết nối các điểm cầu',
    live: 'Đang họp',
    paused: 'Tạm dừng',
    ended: 'Đã bế mạc',
  },
  kinds: { test: 'PHIÊN THỬ', official: 'CHÍNH THỨC' },
  lanes: {
    expected: 'Chưa kết nối',
    waiting: 'Chờ kết nối',
    connected: 'Đã kết nối',
    lost: 'Mất kết nối',
    dropped: 'Đã bị ngắt',
    left: 'Đã rời phiên',
    absent: 'Vắng mặt',
  },
  grades: { good: 'Tốt', fair: 'Đạt', poor: 'Kém', bad: 'Rất kém', no_data: 'Chưa có số liệu' },
  channels: { system: 'Trên hệ thống', phone: 'Điện thoại', paper: 'Văn bản' },
  onAir: 'ĐANG LÊN HÌNH',
  speaking: 'ĐANG PHÁT BIỂU',
  preview: 'CHUẨN BỊ',
  recording: 'GHI HÌNH',
  recordedNotice: 'Phiên họp được ghi hình',
  soundBlocked: 'Bấm để bật tiếng',
  noAnswer: 'Máy chủ chưa trả lời. Đề nghị kiểm tra đường truyền rồi thử lại.',
  article: (clauses: string) => `Điều ${clauses}`,
  close: 'Đóng',
  cancel: 'Hủy',
  send: 'Gửi',
  minutes: 'phút',
};

export type Words = typeof vi;
